import { posix } from 'node:path';
import { readXml } from './read-xml.js';
import type { DateSystem } from './serial-date.js';
import { unreadable } from './unreadable.js';
import { OPEN, xmlName } from './xml-cursor.js';
import type { ZipArchive } from './zip-archive.js';

export interface WorkbookParts {
  /** In the order of the tabs. */
  sheets: Sheet[];
  dateSystem: DateSystem;
  /** Names of parts in the archive; null where the workbook has none. */
  sharedStrings: string | null;
  styles: string | null;
}

export interface Sheet {
  name: string;
  visible: boolean;
  /** The part that holds the cells; null for chart sheets, dialogs and macro sheets. */
  part: string | null;
}

/** Each sheet is looked at, and all their names are kept with the dataset. Excel's names have 31 characters at most. */
const MAX_SHEETS = 5000;
const MAX_NAME_CHARACTERS = 1_000_000;

interface Relation {
  /** The last word of the relation's type: worksheet, chartsheet, sharedStrings, … (the same in strict and transitional files). */
  type: string;
  target: string;
}

const RELATIONSHIP = xmlName('Relationship');
const ID = xmlName('id');
const RELATION_ID = xmlName('Id');
const TYPE = xmlName('Type');
const TARGET = xmlName('Target');
const TARGET_MODE = xmlName('TargetMode');
const WORKBOOK_PROPERTIES = xmlName('workbookPr');
const DATE_1904 = xmlName('date1904');
const SHEET = xmlName('sheet');
const NAME = xmlName('name');
const STATE = xmlName('state');

/** Follows the package's relations from its root to the workbook and from there to its parts (ECMA-376 part 2, §6.5). */
export async function readWorkbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  const roots = await readRelations(archive, '');
  const workbook = [...roots.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!archive.has(workbook)) {
    throw unreadable('the archive', `holds no workbook: its part "${workbook}" is missing`);
  }
  if (workbook.endsWith('.bin')) throw unreadable('the file', 'is a binary workbook (.xlsb)');
  const relations = await readRelations(archive, workbook);
  const partOf = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target ?? null;

  const parts: WorkbookParts = {
    sheets: [],
    dateSystem: 1900,
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
  };
  let nameCharacters = 0;
  await readXml(archive.read(workbook), workbook, (xml) => {
    if (xml.kind !== OPEN) return;
    if (xml.name === WORKBOOK_PROPERTIES) {
      if (/^(1|true|on)$/.test(xml.attributeText(DATE_1904) ?? '')) parts.dateSystem = 1904;
    } else if (xml.name === SHEET) {
      const relation = relations.get(xml.attributeText(ID) ?? '');
      const name = xml.attributeText(NAME) ?? '';
      nameCharacters += name.length;
      if (parts.sheets.length === MAX_SHEETS || nameCharacters > MAX_NAME_CHARACTERS) {
        throw unreadable(
          workbook,
          `names more than ${MAX_SHEETS} sheets, or in more than ${MAX_NAME_CHARACTERS} characters`,
        );
      }
      parts.sheets.push({
        name,
        visible: (xml.attributeText(STATE) ?? 'visible') === 'visible',
        part: relation?.type === 'worksheet' ? relation.target : null,
      });
    }
  });
  return parts;
}

/** @param source the part whose relations they are, '' for the package; a part without a relations part has none */
async function readRelations(archive: ZipArchive, source: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(source);
  const part = posix.join(folder, '_rels', `${posix.basename(source)}.rels`);
  const relations = new Map<string, Relation>();
  if (!archive.has(part)) return relations;
  await readXml(archive.read(part), part, (xml) => {
    if (xml.kind !== OPEN || xml.name !== RELATIONSHIP || xml.attributeText(TARGET_MODE) === 'External') return;
    relations.set(xml.attributeText(RELATION_ID) ?? '', {
      type: posix.basename(xml.attributeText(TYPE) ?? ''),
      target: posix.resolve('/', folder, xml.attributeText(TARGET) ?? '').slice(1),
    });
  });
  return relations;
}
