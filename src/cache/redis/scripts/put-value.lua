-- Stores a value unless a newer one is there, and lists its key in the index of its dataset.
-- KEYS[1] the value's key   KEYS[2] the index
-- ARGV[1] the value, which begins with {"revision":<n>,   ARGV[2] its revision   ARGV[3] time to live, ms
-- Returns 1 where it was stored, 0 where a newer one was there.

-- What is no text of ours, or no text at all, is replaced.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 40)
local stored = type(head) == 'string' and tonumber(string.match(head, '^{"revision":(%d+),')) or 0
if stored > tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
if type(redis.pcall('SADD', KEYS[2], KEYS[1])) == 'table' then
  redis.call('DEL', KEYS[2])
  redis.call('SADD', KEYS[2], KEYS[1])
end
-- The index lives as long as its longest member.
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return 1
