import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/similar-names.js';
import { Certainty, SimilarityReason } from '../src/model/similar-names.js';
import { describeEnum } from './describe-enum.js';
import { PageInfo } from './page-info.type.js';

describeEnum(SimilarityReason, 'SimilarityReason', 'What names that are probably one differ in.', {
  PUNCTUATION: 'Marks, points, hyphens, "&" for "and": `NHS CCG` and `NHS CCG *`.',
  ACCENTS: 'Accents and umlauts: `Nestlé` and `Nestle`, `Müller` and `Mueller`.',
  LEGAL_FORM: 'The legal form is written otherwise, or missing: `Acme Ltd`, `Acme Limited`, `Acme`.',
  WORD_ORDER: 'The order of the words: `Bank of China` and `China, Bank of`.',
  WORD_BREAKS: 'Where words break: `Wal-Mart` and `Walmart`.',
  TYPO: 'One letter of a long word is missing, doubled, exchanged with its neighbour or mistyped.',
});

describeEnum(Certainty, 'Certainty', 'How sure it is that names are one.', {
  HIGH: 'They differ in punctuation, accents or the spelling of their legal form only.',
  MEDIUM: 'They have the same words in another order or with other breaks, or one lacks the legal form.',
  LOW: 'A typo is among the reasons: look at both.',
});

@ObjectType({ description: 'One of the names of a proposal.', simpleResolvers: true })
export class ProposedName implements model.ProposedName {
  @Field(() => String, { description: 'The name of the entity as it is counted now.' })
  name!: string;

  @Field(() => Float, { description: 'Its value; its rows, where no value column was given.' })
  value!: number;

  @Field(() => Int, { description: 'Its rows.' })
  rowCount!: number;

  @Field(() => Float, { nullable: true, description: 'In percent of the total; null where that is not above zero.' })
  share!: number | null;
}

@ObjectType({ description: 'Names that are probably one entity.', simpleResolvers: true })
export class EntityProposal implements model.EntityProposal {
  @Field(() => [ProposedName], { description: 'Largest first.' })
  names!: model.ProposedName[];

  @Field(() => [SimilarityReason], { description: 'What they differ in.' })
  reasons!: SimilarityReason[];

  @Field(() => Certainty, { description: 'How sure it is: that of the least sure pair.' })
  certainty!: Certainty;

  @Field(() => Float, { description: 'Their value as one entity.' })
  value!: number;

  @Field(() => Int, { description: 'Their rows as one entity.' })
  rowCount!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Their share as one entity, in percent; null where the total is not above zero.',
  })
  share!: number | null;
}

@ObjectType({ description: 'A proposal in a list.', simpleResolvers: true })
export class EntityProposalEdge {
  @Field(() => String, { description: 'Where it stands; pass it as after to go on from here.' })
  cursor!: string;

  @Field(() => EntityProposal, { description: 'The proposal.' })
  node!: model.EntityProposal;
}

@ObjectType({ description: 'A page of proposals.', simpleResolvers: true })
export class EntityProposalConnection {
  @Field(() => [EntityProposalEdge], { description: 'The proposals of the page with their cursors.' })
  edges!: EntityProposalEdge[];

  @Field(() => [EntityProposal], { description: 'The proposals of the page.' })
  nodes!: model.EntityProposal[];

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'All proposals; the first 2,000 can be read.' })
  totalCount!: number;
}
