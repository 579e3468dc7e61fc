-- Stores a value of a dataset unless a newer one is there, lists its key, and releases the lease it was computed under.
-- KEYS[1] the value's key   KEYS[2] the index   KEYS[3] the lease
-- ARGV[1] the sealed value, which begins with {"revision":<n>,   ARGV[2] its revision
-- ARGV[3] when it expires   ARGV[4] now   (both ms since 1970)   ARGV[5] the token of the lease's holder, '' for none
-- Returns 1 where the value was stored, 0 where a newer one was there.

if ARGV[5] ~= '' and redis.pcall('GET', KEYS[3]) == ARGV[5] then
  redis.call('DEL', KEYS[3])
end
-- Whatever is not a value of ours is replaced.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 40)
local stored = type(head) == 'string' and tonumber(string.match(head, '^{"revision":(%d+),')) or 0
if stored > tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3] - ARGV[4])
list_key(KEYS[2], KEYS[1], ARGV[3], ARGV[4])
return 1
