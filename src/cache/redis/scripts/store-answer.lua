-- Lists an answer in the indexes of the datasets it was made from, and stores it.
-- KEYS the answer's key, then the indexes; with a Cluster, where they are on several nodes, either the answer's key alone
-- or (ARGV[4] empty) an index in its place
-- ARGV[1] the answer's key   ARGV[2] when it expires   ARGV[3] now   (both ms since 1970)   ARGV[4] the sealed answer
-- Returns 1.

local first_index = ARGV[4] == '' and 1 or 2
for i = first_index, #KEYS do
  list_key(KEYS[i], ARGV[1], ARGV[2], ARGV[3])
end
if ARGV[4] ~= '' then
  redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[2] - ARGV[3])
end
return 1
