-- Returns a value, or takes the lease under which it is computed.
-- KEYS[1] the lease   KEYS[2] the value
-- ARGV[1] the taker's token   ARGV[2] the lease's time to live, ms   ARGV[3] '1' to take the lease although there is a value
-- Returns the value; else 1 where the lease was taken, 0 where another holds it.

if ARGV[3] ~= '1' then
  local value = redis.pcall('GET', KEYS[2])
  if type(value) == 'string' then
    return value
  end
end
-- A taker may ask twice, where the first reply did not reach it.
if redis.pcall('GET', KEYS[1]) == ARGV[1] or redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
-- A key that outlives every lease is no lease: without this its waiters would wait until it expires.
local left = redis.call('PTTL', KEYS[1])
if left >= 0 and left <= tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
