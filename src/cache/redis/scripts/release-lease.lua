-- Releases a lease.
-- KEYS[1] the lease   ARGV[1] the holder's token
-- Returns 1, or 0 where another holds it.

if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
