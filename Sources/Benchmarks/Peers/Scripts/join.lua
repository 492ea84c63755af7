-- Requests that each join somebody to a club, all of them different.
--
-- Arguments: a file with a token in each line, a file with a club in each line, and a mark that
-- makes the idempotency keys of this run its own.

local threads = 0

function setup(thread)
    thread:set("place", threads)
    threads = threads + 1
end

local function lines(path)
    local all = {}
    for line in io.lines(path) do all[#all + 1] = line end
    return all
end

function init(arguments)
    clubs = lines(arguments[2])
    mark = arguments[3]
    -- Each of the two threads has people of its own.
    tokens = {}
    for number, token in ipairs(lines(arguments[1])) do
        if number % 2 == place then tokens[#tokens + 1] = token end
    end
    sent = 0
    address = "\r\nHost: " .. wrk.host .. ":" .. wrk.port
    rest = "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
end

-- One club after the other, and in each a different person.
function request()
    local club = sent % #clubs
    local person = (math.floor(sent / #clubs) + club) % #tokens
    sent = sent + 1
    return "POST /v1/clubs/" .. clubs[club + 1] .. "/members HTTP/1.1" .. address
        .. "\r\nAuthorization: Bearer " .. tokens[person + 1]
        .. "\r\nIdempotency-Key: " .. mark .. "-" .. place .. "-" .. sent .. rest
end
