-- Lists the key of an answer in the index of a dataset it holds something of.
-- KEYS[1] the index, a sorted set
-- ARGV[1] the answer's key   ARGV[2] when it ends   ARGV[3] now   (both ms since 1970)
-- Returns 1.

if type(redis.pcall('ZADD', KEYS[1], ARGV[2], ARGV[1])) == 'table' then
  redis.call('DEL', KEYS[1])
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
-- What has ended is gone: the index is no longer than what there is.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
-- The index lives as long as its longest member.
local ttl = tonumber(ARGV[2]) - tonumber(ARGV[3])
if redis.call('PTTL', KEYS[1]) < ttl then
  redis.call('PEXPIRE', KEYS[1], ttl)
end
return 1
