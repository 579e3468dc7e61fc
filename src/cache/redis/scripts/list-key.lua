-- Part of the scripts that store: client.ts puts it before each of them.

-- Lists a key in an index, a sorted set of keys by when they expire (ms since 1970), and removes what has expired.
-- The index expires with its longest-lived member.
local function list_key(index, key, expires_at, now)
  if type(redis.pcall('ZADD', index, expires_at, key)) == 'table' then
    redis.call('DEL', index)
    redis.call('ZADD', index, expires_at, key)
  end
  redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
  local ttl = tonumber(expires_at) - tonumber(now)
  if redis.call('PTTL', index) < ttl then
    redis.call('PEXPIRE', index, ttl)
  end
end

