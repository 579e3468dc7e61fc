import type { Column } from '../../model/schema.js';

/**
 * What words in a header say about a column, in English, French, German, Spanish, Italian and Portuguese, without accents.
 * A word in the singular stands for its plural in -s too.
 */
function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}

/** A counterparty: the usual entity of a concentration analysis. */
export const COUNTERPARTY = words(
  'customer client supplier vendor beneficiary payee payer donor recipient grantee account company companies debtor creditor counterparty',
  'merchant partner tenant employer issuer obligor borrower lender insurer manufacturer seller buyer contractor distributor reseller investor',
  'fournisseur beneficiaire titulaire attributaire organisme donateur tiers debiteur creancier entreprise societe association locataire',
  'kunde kunden lieferant lieferanten empfanger begunstigte begunstigter auftraggeber auftragnehmer glaubiger schuldner firma unternehmen kreditor debitor spender',
  'cliente proveedor proveedores beneficiario acreedor deudor empresa donante adjudicatario',
  'clienti fornitore fornitori creditore debitore azienda ditta donatore',
  'fornecedor fornecedores credor devedor doador applicant klant leverancier kund leverantor kontrahent odbiorca dostawca dodavatel zakaznik',
  'контрагент поставщик клиент покупатель 取引先 仕入先 顧客 得意先 供应商 客户 거래처 고객 firma musteri tedarikci',
);

/** Something that is sold or paid for. */
export const THING = words(
  'product item article brand model service project programme program fund asset',
  'produit marque projet produkt produkte artikel marke projekt producto articulo marca proyecto prodotto prodotti articolo progetto produto artigo projeto',
);

export const PLACE = words(
  'country countries state jurisdiction city cities county counties municipality region province territory store branch site',
  'pays ville commune departement land stadt gemeinde pais ciudad provincia paese citta comune cidade estado municipio',
);

/** What a list is a list of, where it says no more. */
export const NAME = words(
  'name entity entities label nom libelle bezeichnung nombre nome entidad entita entidade designation',
);

/** Categories: few, and none a dependency. Also in compounds: "customer type". */
export const KIND = words(
  'type kind line category categories segment status state mode class group family families channel method gender sector industry market priority tier level payment',
  'categorie genre secteur statut typ art klasse gruppe kategorie tipo categoria clase grupo sesso stato classe gruppo',
);

/** Free text, and what identifies a document rather than its counterparty. */
export const PROSE = words(
  'description comment note remark url link email phone address reference decision condition object objet purpose text filing time',
  'commentaire remarque adresse conditions beschreibung bemerkung kommentar zweck descripcion comentario direccion descrizione commento indirizzo descricao observacao',
);

/** Amounts of money that were paid, earned or promised. */
export const AMOUNT = words(
  'amount spend spending expenditure revenue sale turnover payment paid invoiced billed',
  'montant vente recette depense ca betrag umsatz summe ausgaben einnahmen erlos importe monto ventas gasto ingreso',
  'importo fatturato vendite spesa ricavi montante vendas receita despesa faturamento',
  'bedrag omzet belopp belob beløp beløb kwota castka osszeg iznos suma tutar сумма выручка ποσο 金額 売上 金额 销售额 금액 매출',
);

/** What adds up as well, though it may be said of other things. */
export const WORTH = words(
  'total value worth exposure premium loan grant subsidy budget export import gdp cap capitalisation capitalization funding allocation donation outstanding',
  'valeur subvention execute mandate wert summe valor valore',
);

/** What an account holds after each row: its sum means nothing, unless each row is an account of its own. */
export const BALANCE = words('balance saldo solde');
export const OWED = words('outstanding loan open principal due');

/** Parts of an amount, or what is left of it. */
export const PART = words(
  'cost profit income tax vat fee cogs ebitda margin cout resultat impot tva kosten gewinn steuer coste beneficio impuesto costo utile imposta custo lucro imposto',
);

export const COUNT = words(
  'quantity units unit volume count orders number pieces quantite nombre menge anzahl stuck cantidad quantita quantidade',
);

/** Of one piece, unless it says otherwise. */
export const PRICE = words('price prix preis precio prezzo preco');

/** Measured for each row, so that their sum means nothing. */
export const NOT_ADDITIVE = words(
  'rate ratio pct percent percentage share margin yield average avg mean median index score rank rating lat latitude lon long lng longitude low high min max per age',
  'year month quarter week day hour weekday date taux pourcentage moyenne indice note rang annee mois quote anteil durchschnitt jahr monat tag alter',
  'tasa porcentaje promedio indice ano mes dia edad tasso percentuale media anno mese giorno taxa',
);

/** Numbers that are names; columns under "number" and the like have a role that says so already. */
export const CODE = words(
  'id cd code precinct section district ward zone zip postal postcode phone tel fax iban siret siren ean gtin isbn adresse address',
  'plz postleitzahl codigo cif nif codice cep cnpj',
);

/** The words of a header, without accents, lower case: `nomBeneficiaire` and `Nom bénéficiaire` have the same. */
export function headerWords({ originalName }: Pick<Column, 'originalName'>): string[] {
  return originalName
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

export function hasAny(header: readonly string[], known: ReadonlySet<string>): boolean {
  return header.some((word) => known.has(word) || (word.endsWith('s') && known.has(word.slice(0, -1))));
}
