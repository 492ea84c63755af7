import EventSourcing
import Foundation
import Gateway
import StreamLoad
import TestSupport
import Testing

/// A hall full of viewers of one tournament, in one process.
@Suite(.timeLimit(.minutes(10))) struct AudienceTests {
    fileprivate static let viewers = 1000
    fileprivate static let stopped = 5
    private static let events = 60
    /// A few events fill what may wait for somebody who does not read.
    private static let unreadBytes = 4096

    @Test func `a thousand viewers see everything once, and who stops reading comes back`()
        async throws
    {
        OpenFileLimit.raise()
        try await withInProcessGateway({
            $0.limits.requestBurst = 2 * Self.viewers
            $0.limits.unreadBytes = Self.unreadBytes
            $0.limits.slowReaderDeadline = .seconds(3)
        }) { service, gateway in
            let open = try await PlayedTournament.make(on: Stage.make(on: service), players: 4)
                .started()
            _ = try await open.stage.current("/v1/clubs/\(open.club)", as: open.stage.asLead)
                .expect(200)
            try await open.play(1)
            let hall = try await Hall(open, port: gateway.port)
            defer { hall.audience.leave() }
            let before = try residentMegabytes()
            try await hall.fill()
            try await waitWhile { gateway.openStreams < Self.viewers }
            let (began, written) = (try residentMegabytes(), gateway.streamWritings)

            // Those who have stopped leave everything unread; the others are told all the same.
            let ids = try await Self.correct(open, Self.events)
            let last = try #require(ids.last)
            await hall.audience.wait(for: last, toReach: Self.viewers - Self.stopped)
            let readers = hall.audience.readers
            for (index, reader) in readers.enumerated().dropFirst(Self.stopped) {
                try #require(reader.ids == ids, "viewer \(index)")
                let like = readers[Self.stopped + (index - Self.stopped) % 2]
                try #require(reader.checksums == like.checksums, "viewer \(index)")
            }
            #expect(readers.prefix(Self.stopped).allSatisfy { $0.ids.isEmpty })
            // For those in the club and for those outside of it, and no more often.
            #expect(gateway.streamWritings - written == 2 * Self.events)
            print(
                "\(Self.viewers) viewers, \(Self.events) events:",
                "\(before) MB before, \(began) MB connected, \(try residentMegabytes()) MB behind them"
            )

            // The service lets them go; what had waited for them by then is all that they get.
            try await waitWhile { gateway.openStreams > Self.viewers - Self.stopped }
            try await hall.comeBack(ids)
        }
    }

    @Test func `one viewer too many is refused with the time to come back`() async throws {
        try await withInProcessGateway({ $0.limits.streams = 3 }) { service in
            let open = try await PlayedTournament.make(on: Stage.make(on: service), players: 2)
            let path = "/v1/stream?topic=tournament:\(open.tournament)"
            _ = try await open.stage.current("/v1/clubs/\(open.club)", as: open.stage.asLead)
                .expect(200)
            let port = try #require(URL(string: service.address)?.port)
            let audience = Audience(port: port)
            defer { audience.leave() }
            let token = try open.stage.token(of: open.stage.lead)
            for _ in 0..<4 { try audience.join(path, token: token) }
            await audience.wait { $0.allSatisfy { $0.statusLine != nil } }
            let refused = audience.readers.filter { $0.statusLine?.contains("503") == true }
            #expect(refused.count == 1)
            let answer = try await open.stage.asLead.get(path)
            try answer.expectProblem(503, "overloaded")
            #expect(answer[header: "Retry-After"] == "10")
        }
    }

    /// - Returns: The position of each.
    private static func correct(_ open: PlayedTournament, _ count: Int) async throws -> [Int] {
        let board = "/rounds/1/boards/1"
        var ids: [Int] = []
        let recorded = try await open.post(board + "/result", ["result": "1-0"])
        try recorded.expect(201)
        ids.append(try #require(recorded.position))
        for number in 1..<count {
            let corrected = try await open.post(
                board + "/correction",
                [
                    "result": number.isMultiple(of: 2) ? "1-0" : "0-1",
                    "reasonCode": "typing-error",
                ], headers: open.tag())
            try corrected.expect(201)
            ids.append(try #require(corrected.position))
        }
        return ids
    }
}

/// The viewers of one tournament: every other one is in its club, and a few do not read.
private struct Hall {
    /// How many come in together.
    private static let arrivals = 25

    let audience: Audience
    private let path: String
    private let stage: Stage
    /// In the club, and outside of it.
    private let people: [String]

    init(_ open: PlayedTournament, port: Int) async throws {
        audience = Audience(port: port)
        path = "/v1/stream?topic=tournament:\(open.tournament)"
        let outside = try await open.stage.student()
        _ = try await open.stage.current("/v1/me", as: open.stage.caller(outside)).expect(200)
        stage = open.stage
        people = [open.stage.lead, outside]
    }

    /// Made when it is needed: it is good for a minute, and under load the hall fills for longer.
    private func token(_ number: Int) throws -> String {
        try stage.token(of: people[number % 2])
    }

    /// The first few connect, and do not read. The others come a few at a time: opening a stream
    /// asks the database, which under load has no connection for a thousand at once.
    func fill() async throws {
        for number in 0..<AudienceTests.viewers {
            let isStopped = number < AudienceTests.stopped
            let reader = try audience.join(
                path, token: token(number), receiveBuffer: isStopped ? 2048 : nil,
                isReading: !isStopped)
            guard !isStopped, number.isMultiple(of: Self.arrivals) else { continue }
            await audience.wait { readers in
                readers[...reader].dropFirst(AudienceTests.stopped)
                    .allSatisfy { $0.statusLine != nil }
            }
        }
        await audience.wait { readers in
            readers.dropFirst(AudienceTests.stopped).allSatisfy { $0.statusLine != nil }
        }
        let status = Set(audience.readers.dropFirst(AudienceTests.stopped).map(\.statusLine))
        try #require(status == ["HTTP/1.1 200 OK"])
    }

    /// Those who had stopped read what is left, and go on behind it.
    func comeBack(_ ids: [Int]) async throws {
        let stopped = AudienceTests.stopped
        for index in 0..<stopped { audience.resume(index) }
        await audience.wait { $0.prefix(stopped).allSatisfy(\.isClosed) }
        for index in 0..<stopped {
            let first = audience.readers[index].ids
            #expect(first.count < ids.count, "they were cut off")
            #expect(first == Array(ids.prefix(first.count)))
            let again = try audience.join(
                path, token: token(index), after: first.last ?? ids[0] - 1)
            await audience.wait { $0[again].ids.count >= ids.count - first.count }
            #expect(first + audience.readers[again].ids == ids)
        }
    }
}

extension Stage {
    /// Good for a minute.
    fileprivate func token(of person: String) throws -> String {
        try service.installation.keys.token(person: person, tenant: tenant.id)
    }
}

/// Of this process, in whole megabytes.
private func residentMegabytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = try #require(Int(text.split(separator: " ")[1]))
    return (pages * sysconf(Int32(_SC_PAGESIZE))) >> 20
}
