import { posix } from 'node:path';
import { readXml } from './read-xml.js';
import type { DateSystem } from './serial-date.js';
import { unreadable } from './unreadable.js';
import { OPEN, xmlName } from './xml-cursor.js';
import type { ZipArchive } from './zip-archive.js';

export interface WorkbookParts {
  /** In tab order. */
  sheets: Sheet[];
  dateSystem: DateSystem;
  /** Part names in the archive; null if the workbook has no such part. */
  sharedStrings: string | null;
  styles: string | null;
}

export interface Sheet {
  name: string;
  visible: boolean;
  /** The part with the cells; null for chart, dialog and macro sheets. */
  part: string | null;
}

/** Limits, because each sheet is inspected and all names are stored with the dataset. Excel's names have at most 31 characters. */
const MAX_SHEETS = 5000;
const MAX_NAME_CHARACTERS = 1_000_000;

interface Relation {
  /** Last segment of the relation type (worksheet, sharedStrings, …), the same in strict and transitional files. */
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

/** Follows the relations from the package root to the workbook and to its parts (ECMA-376 part 2, §6.5). */
export async function readWorkbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  const roots = await readRelations(archive, '');
  const workbook = [...roots.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!archive.has(workbook)) {
    throw unreadable('the archive', `has no workbook: its part "${workbook}" is missing`);
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
          `has more than ${MAX_SHEETS} sheets, or sheet names of more than ${MAX_NAME_CHARACTERS} characters in total`,
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

/** @param source the part that owns the relations, '' for the package. Returns an empty map if it has none. */
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
