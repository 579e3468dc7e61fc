/** By the name of the operation: the SHA-256 of its document as `print` of graphql writes it. */
export const documentIds = {
  Analyses: '66d84268bcccb07ca92652bd1656f1e934dc04303585eb3e2ef1763122edf50b',
  Analysis: '42c0346a98a48fba2f867e5f962f7cf8c6ef59395b606a7b2de7c3894ed4bc8b',
  Dataset: 'bd4c65897ae071d6f9490947e11d8fc268818d42236931c0cf731c162105e8cc',
  DatasetProgress: '309335bc7103c7ebf4177971631861df8d84eb54639ea1275577787fe9065efc',
  DatasetSchema: 'c2f1e34acdb75763424bc70612b7cb76729f02911d01b8d4eef9ec40ab93c87d',
  Datasets: '12968bc3b2bd3daaadd7f501d42a217986a8c412662790b095c61700b3c170f0',
  DeleteDataset: '7d4a0bcbc4ee3a91cc8e556563385714e538686cfa221b94432b4d0372f3a638',
  NormalizeDataset: '7beb1e9bd6fe3351e3c556f09d8b37f6226718c59ffc15bb325d7232bb3b9840',
  ReplaceDataset: '79af26ca3262c38c907c84a6a041137301b2242f0eaab86c8145d07131e15adf',
  SaveSchema: '44107f1094c0b42709d8e1395dab16e1eea03d525f6e2479bd93ddde151de6d7',
  Suggestions: 'ac17fe9ccc3a79cfc85922b7f2883f35473c3e7a5186e048a672b6f9e31e5c65',
  UploadDataset: 'd25930f2a6b5a463870c9e60615c66fd46c934bc666434ca4437ccba6b58a096',
} as const;
