/** Words in headers, normalized (cells/column-names.ts): lower case, Latin and Greek letters without accents. */

export function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}

/** Money that was paid, owed, earned or asked for. "Value" and "total" may be of anything, so they are not here. */
export const MONEY = words(
  'amount amt revenue revenues sales turnover spend spending spent cost costs price prices payment payments paid fee fees salary salaries wage wages income profit budget balance expense expenses expenditure premium loan debt grant tax vat invoiced billed',
  'montant montants prix cout couts depense depenses recette recettes salaire solde paiement ht ttc',
  'betrag betrage umsatz umsatze preis preise kosten gehalt lohn saldo erlos erlose entgelt zahlung ausgaben einnahmen',
  'importe importes monto precio precios costo coste costos gasto gastos ingreso ingresos salario pago ventas',
  'importo importi prezzo prezzi spesa spese fatturato ricavo ricavi stipendio',
  'montante preco precos custo custos despesa receita pagamento vendas valor',
  'bedrag bedragen prijs omzet loon belopp pris kostnad intakt beløb beløp omsætning omsetning hinta',
  'kwota cena ceny koszt koszty przychod castka naklady trzby suma osszeg ar koltseg iznos cijena pret tutar fiyat bedel ciro',
  'сумма сума цена ціна стоимость вартість выручка оплата стойност износ ποσο τιμη αξια',
);
/** Scripts without spaces between words. */
export const MONEY_WITHIN =
  /金額|金额|売上|価格|料金|費用|単価|价格|销售额|收入|费用|单价|금액|매출|가격|비용|จำนวนเงิน|ราคา|ยอดขาย|المبلغ|مبلغ|السعر|סכום|מחיר/;

/** What a header with one of these behind a word of money lists instead: "Cost centre", "Payment method". */
export const KIND_OR_CODE = words(
  'centre center centres code codes method methods type types kind category categories class group status state mode terms account accounts no nr number id ref date dates period region area rep reps person representative channel order orders team office department list level range band name currency key desc description note notes',
  'art typ gruppe klasse stelle nummer konto datum wahrung kategorie methode bezeichnung',
  'centro tipo categoria clase codigo cuenta metodo forma moneda fecha estado centre mode devise compte numero',
);
export const OF = words('de di du des del da do dei della d der des');

/** What is measured in a unit that is not money. */
export const MEASURE = words(
  'weight mass length distance height width depth area surface tonnage tonnes temperature temp speed wind rainfall size hectares volume energy consumption power load',
  'poids longueur hauteur largeur superficie gewicht lange laenge entfernung hohe breite flache temperatur peso longitud distancia altura lunghezza distanza altezza comprimento',
  'lengte afstand oppervlakte vikt langd waga dlugosc вес масса длина расстояние площадь',
);
export const MEASURE_WITHIN = /重量|長さ|距離|面積|面积|长度|무게|길이|면적/;

/** Time that was spent: cells such as `38:30` are hours and minutes. */
export const DURATION = words(
  'hours hrs duration durations elapsed worked overtime runtime spent stunden dauer arbeitszeit arbeitsstunden uberstunden arbeitsdauer laufzeit fahrzeit aufwand heures duree horas duracion ore durata duracao uren duur timmar timer godziny czas часы',
);
