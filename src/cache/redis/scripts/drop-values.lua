-- Removes every value of a dataset and their index.
-- KEYS[1] the index; the keys it lists are on the same node (cache-keys.ts)
-- Returns the keys of the values that were there.

local dropped = {}
local keys = redis.pcall('SMEMBERS', KEYS[1])
if keys.err == nil then
  for _, key in ipairs(keys) do
    if redis.call('UNLINK', key) == 1 then
      dropped[#dropped + 1] = key
    end
  end
end
redis.call('UNLINK', KEYS[1])
return dropped
