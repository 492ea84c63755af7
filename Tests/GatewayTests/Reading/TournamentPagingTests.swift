import CommandHandling
import EventSourcing
import TestSupport
import Testing
import Tournaments
import Vocabulary

@testable import Gateway

/// The history of a tournament and its corrections, page after page.
@Suite struct TournamentPagingTests {
    @Test func `the history comes in pages that stay as they were when the first was asked for`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            let whole = try await arena.get("/history?limit=200").items
            #expect(whole.map { $0["version"]?.integer } == Array(1...whole.count))
            let pages = try await arena.pages(of: "/history?limit=3") { number in
                if number == 1 { try await arena.pair(2) }
            }
            #expect(pages.flatMap(\.self) == whole)
            #expect(pages.dropLast().allSatisfy { $0.count == 3 })
            #expect(try await arena.get("/history?limit=200").items.count == whole.count + 2)
        }
    }

    @Test(arguments: ["", "&mode=recorded"])
    func `corrections come in pages, and one that is made meanwhile is in none`(mode: String)
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            for number in 1...5 {
                try await arena.correct(number.isMultiple(of: 2) ? .whiteWins : .draw, 1, 1)
            }
            let whole = try await arena.get("/corrections").items
            #expect(whole.count == 5)
            let pages = try await arena.pages(of: "/corrections?limit=2\(mode)") { number in
                if number == 1 { try await arena.correct(.blackWins, 1, 2) }
            }
            #expect(pages.map(\.count) == [2, 2, 1])
            #expect(pages.flatMap(\.self) == whole)
        }
    }

    @Test func `the page shows the latest corrections, and the way to those before them`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            for number in 1...22 {
                try await arena.correct(number.isMultiple(of: 2) ? .whiteWins : .draw, 1, 1)
            }
            let oldest = try #require(
                try await arena.get("/corrections").items[2]["version"]?.integer)
            let page = "/t/\(arena.tournament)"
            let latest = try await arena.stage.asLead.get(page).expect(200).text
            #expect(latest.matches(of: /<li><b>Round 1, board 1/).count == 20)
            let way = "\(page)?before=\(oldest)#corrections"
            #expect(latest.contains("<a href=\"\(way)\">2 earlier corrections</a>"))
            #expect(!latest.contains("the latest corrections"))
            let earlier = try await arena.stage.asLead.get("\(page)?before=\(oldest)").text
            #expect(earlier.matches(of: /<li><b>Round 1, board 1/).count == 2)
            #expect(earlier.contains("<a href=\"\(page)#corrections\">the latest corrections</a>"))
        }
    }

    @Test func `a page is asked for rightly`() async throws {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            let first = try await arena.get("/history?limit=1")
            let cursor = try #require(try first.json["next"]?.string)
            for (query, status, code) in [
                ("/history?limit=0", 422, "invalid"), ("/history?limit=201", 422, "invalid"),
                ("/history?cursor=nonsense", 400, "bad-cursor"),
                ("/corrections?cursor=\(cursor)", 400, "bad-cursor"),
            ] {
                try await arena.get(query).expectProblem(status, code)
            }
        }
    }
}

extension TournamentStage {
    /// The items of each page, found as `Link` says.
    ///
    /// - Parameter meanwhile: What happens behind the page of this number.
    fileprivate func pages(
        of part: String, _ meanwhile: (Int) async throws -> Void
    ) async throws -> [[JSONValue]] {
        var pages: [[JSONValue]] = []
        var address: String? = path + part
        while let next = address {
            let answer = try await stage.current(next, as: stage.asLead)
            try answer.expect(200)
            pages.append(answer.items)
            address = answer[header: "Link"]?.firstMatch(of: /<([^>]+)>; rel="next"/).map {
                String($0.1)
            }
            #expect(try (address == nil) == (answer.json["next"]?.string == nil))
            try await meanwhile(pages.count)
        }
        return pages
    }
}
