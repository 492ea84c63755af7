-- Requests that each join somebody to a club, all of them different.
--
-- Arguments: a file with a token in each line, a file with a club in each line, a mark that makes
-- the idempotency keys of this run its own, and how many clubs one request joins.

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
    size = tonumber(arguments[4])
    blocks = math.floor(#clubs / size)
    address = "\r\nHost: " .. wrk.host .. ":" .. wrk.port
    if size > 1 then response = check end
end

-- One block of clubs after the other, and in each a different person.
function request()
    local block = sent % blocks
    local person = (math.floor(sent / blocks) + block) % #tokens
    sent = sent + 1
    local key = mark .. "-" .. place .. "-" .. sent
    if size == 1 then
        return message(
            "/v1/clubs/" .. clubs[block + 1] .. "/members", person,
            "\r\nIdempotency-Key: " .. key, "{}")
    end
    local commands = {}
    for index = 1, size do
        commands[index] = '{"type":"club.join","stream":"club-' .. clubs[block * size + index]
            .. '","idempotencyKey":"' .. key .. "-" .. index .. '"}'
    end
    return message(
        "/v1/commands:batch", person, "", '{"commands":[' .. table.concat(commands, ",") .. "]}")
end

function message(path, person, headers, body)
    return "POST " .. path .. " HTTP/1.1" .. address
        .. "\r\nAuthorization: Bearer " .. tokens[person + 1] .. headers
        .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #body
        .. "\r\n\r\n" .. body
end

-- The list is answered with 200 whatever has become of its commands.
function check(status, headers, body)
    if status ~= 200 or body:find('"problem"', 1, true) then
        io.stderr:write(status, " ", body:sub(1, 2000), "\n")
        os.exit(1)
    end
end
