-- Takes a lease that nobody holds.
-- KEYS[1] the lease   ARGV[1] the taker's token   ARGV[2] time to live, ms
-- Returns 1 where it was taken, 0 where another holds it.

-- The same taker may ask twice, where it did not hear the first answer.
if redis.pcall('GET', KEYS[1]) == ARGV[1] or redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
-- What outlives every lease is none: without this whoever waits for it would wait for ever.
local left = redis.call('PTTL', KEYS[1])
if left >= 0 and left <= tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
