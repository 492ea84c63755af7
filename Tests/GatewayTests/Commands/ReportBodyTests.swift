import EventSourcing
import Foundation
import TestSupport
import Testing

/// A report file as the body itself, and the rest of the import in the address.
@Suite struct ReportBodyTests {
    private let stage: Stage
    private let club: String
    private let path = "/v1/tournaments/\(newID())"
    private let people: [String]

    init() async throws {
        stage = try await Stage.make()
        club = try await stage.club()
        people = try await stage.students(9)
    }

    private var query: String {
        "club=\(club)&startsAtLocal=2027-03-09T16:00&initialSeconds=300&incrementSeconds=0&people="
            + people.joined(separator: ",")
    }

    private func send(
        _ text: Data, _ query: String? = nil, as type: String = "text/plain",
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await stage.asLead.send(
            "POST", "\(path)/imports?\(query ?? self.query)", bytes: text,
            headers: ["Content-Type": type].merging(headers) { $1 })
    }

    private func file() throws -> Data {
        try Data(contentsOf: realFile("online-blitz-2020-06.trf"))
    }

    @Test(arguments: ["text/plain", "text/plain; charset=utf-8", "application/vnd.fide.trf"])
    func `a file comes in as text, as it does in JSON`(type: String) async throws {
        let text = try file()
        let tried = try await send(text, query + "&dryRun=true", as: type).expect(200)
        #expect(try tried.json["dryRun"] == true)
        try await stage.asLead.get(path).expectProblem(404, "not-found")

        let key = ["Idempotency-Key": newID()]
        let made = try await send(text, as: type, headers: key).expect(201)
        let types = made.eventTypes
        #expect(types.first == "tournament.scheduled" && types.contains("tournament.round-paired"))
        let again = try await send(text, as: type, headers: key).expect(201)
        #expect(again[header: "Idempotent-Replayed"] == "true")
        try await send(text, query + "&throughRound=1", as: type, headers: key)
            .expectProblem(422, "idempotency-mismatch")

        // Through to the end, and then nothing is left to do; JSON finds the same.
        while try await !send(text, as: type).eventTypes.isEmpty {}
        let body: JSONValue = [
            "report": .string(String(decoding: text, as: UTF8.self)), "club": .string(club),
            "people": .array(people.map { .string($0) }), "startsAtLocal": "2027-03-09T16:00",
            "timeControl": ["initialSeconds": 300, "incrementSeconds": 0],
        ]
        let same = try await stage.asLead.post(path + "/imports", body).expect(200)
        #expect(same.eventTypes.isEmpty)
    }

    @Test func `Latin-1 and lines as other systems end them are read`() async throws {
        let text = String(decoding: try file(), as: UTF8.self)
            .replacing(#/(?m)^012 .*$/#, with: "012 Fr\u{FC}hling")
            .replacing("\n", with: "\r\n")
        let bytes = try #require(text.data(using: .isoLatin1))
        let made = try await send(bytes).expect(201)
        #expect(try made.json["events"]?.list.first?["data"]?["name"] == "Fr\u{FC}hling")
    }

    @Test func `a broken file names its line, and nothing is recorded`() async throws {
        var lines = String(decoding: try file(), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let broken = try #require(lines.lastIndex { $0.hasPrefix("001") })
        lines[broken] = "001 this is no player"
        let answer = try await send(Data(lines.joined(separator: "\n").utf8))
        #expect((400..<500).contains(answer.status), "\(answer)")
        #expect(try answer.json["detail"]?.string?.contains("line \(broken + 1)") == true)
        #expect(try answer.json["remedy"]?.string?.isEmpty == false)
        try await stage.asLead.get(path).expectProblem(404, "not-found")
    }

    @Test func `what is too long, of another kind or in no field is refused by name`() async throws
    {
        let text = try file()
        let other = try await send(text, as: "application/pdf")
        try other.expectProblem(415, "unsupported-media-type")
        #expect(other[header: "Accept"]?.contains("application/vnd.fide.trf") == true)
        try await send(Data(repeating: 0x20, count: 300_000)).expectProblem(
            413, "content-too-large")
        let fault = try await send(text, query + "&rounds=many&colour=white")
        try fault.expectProblem(422, "invalid")
        let missing = try await send(text, "club=\(club)")
        try missing.expectProblem(422, "invalid")
        let pointers = try missing.json["errors"]?.list.compactMap { $0["pointer"]?.string } ?? []
        #expect(Set(pointers) == ["/people", "/startsAtLocal", "/timeControl"])
        let elsewhere = try await stage.asLead.send(
            "POST", "/v1/clubs", bytes: text, headers: ["Content-Type": "text/plain"])
        try elsewhere.expectProblem(415, "unsupported-media-type")
    }

    @Test func `the document tells of both forms`() async throws {
        let document = try await stage.asLead.get("/openapi.json").json
        let operation = document["paths"]?["/v1/tournaments/{tournament}/imports"]?["post"]
        for type in ["application/json", "text/plain", "application/vnd.fide.trf"] {
            #expect(operation?["requestBody"]?["content"]?[type] != nil, "\(type)")
        }
        let names = operation?["parameters"]?.list.compactMap { $0["name"]?.string } ?? []
        #expect(Set(["club", "people", "initialSeconds", "throughRound"]).isSubset(of: names))
    }
}

extension JSONValue {
    /// The elements of a list; none of anything else.
    fileprivate var list: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}
