-- Renews a lease.
-- KEYS[1] the lease   ARGV[1] the holder's token   ARGV[2] time to live, ms
-- Returns 1, or 0 where another holds it.

if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
