import CommandHandling
import EventSourcing
import Foundation
import Gateway
import Tournaments
import Vocabulary

/// Three real tournaments, brought in through the real commands, and the first of them as it might
/// have gone on: cut after its sixth round, paired and played to the end by our own engine.
///
/// Results, colours, byes and ratings are real; names and days are not.
struct ChessStory: Sendable {
    static let club = "chess"
    private static let cutAfter = 6

    let teller: StoryTeller
    let school: SchoolID
    let admin: PersonID

    /// A tournament that can be looked at.
    struct Shown: Sendable {
        let id: TournamentID
        let words: String

        var path: String { "/t/\(id)" }
    }

    private struct Source {
        let key: String
        let words: String
        let bytes: [UInt8]
        let day: CivilDate
        let timeControl: Tournament.TimeControl
    }

    private static let sources = [
        Source(
            key: "frankfurt-open-2005", words: "an open of 2005",
            bytes: PackageResources.frankfurt_open_2005_trf, day: CivilDate(2005, 5, 12),
            timeControl: .init(initialSeconds: 5400, incrementSeconds: 30)),
        Source(
            key: "online-blitz-2020-05", words: "an online blitz in May 2020",
            bytes: PackageResources.online_blitz_2020_05_trf, day: CivilDate(2020, 5, 12),
            timeControl: .init(initialSeconds: 300, incrementSeconds: 0)),
        Source(
            key: "online-blitz-2020-06", words: "an online blitz in June 2020",
            bytes: PackageResources.online_blitz_2020_06_trf, day: CivilDate(2020, 6, 9),
            timeControl: .init(initialSeconds: 300, incrementSeconds: 0)),
    ]

    /// - Parameter chapter: Told what has happened, a line each.
    /// - Throws: `Failure`, where the service refuses what it should accept.
    func tell(chapter: (String) -> Void) async throws -> [Shown] {
        let clubID = try await found()
        var shown: [Shown] = []
        for source in Self.sources {
            let report = try report(source, as: source.key, club: clubID)
            await teller.turn(to: source.day, at: 12)
            _ = try await report.send(teller.client(admin)) { _, _ in }
            let words = "\(source.words), \(report.players.count) players"
            chapter("\(source.day)  \(words)")
            shown.append(Shown(id: report.tournament, words: words))
        }
        let goneOn = Self.sources[1]
        var cut = try report(goneOn, as: goneOn.key + "-goes-on", club: clubID)
        cut.throughRound = Self.cutAfter
        await teller.turn(to: goneOn.day.adding(days: 60), at: 12)
        _ = try await cut.send(teller.client(admin)) { _, _ in }
        let rounds = try await play(cut.tournament, from: Self.cutAfter + 1)
        chapter("the same blitz cut after round \(Self.cutAfter) goes on here to round \(rounds)")
        shown.append(Shown(id: cut.tournament, words: "the blitz of May as our engine paired on"))
        return shown
    }

    private func report(
        _ source: Source, as key: String, club: String
    ) throws -> ReportImport {
        let midday = LocalDateTime("\(source.day)T12:00")
        guard let midday else { throw Failure(.bug, "\(source.day) has no midday") }
        return try ReportImport(
            of: ReportText.decode(source.bytes), named: source.key,
            as: TournamentID(DerivedID.command(principal: "demo", key: key).uuid), club: club,
            school: "\(school)", startsAt: midday, timeControl: source.timeControl)
    }

    /// - Returns: The club's id.
    private func found() async throws -> String {
        await teller.turn(to: CivilDate(2005, 1, 10), at: 18)
        try await teller.wish(
            admin, "organizer registrar",
            ServiceRequest(
                .post, "people", PathPart(admin), "roles", body: ["role": "organizer"]))
        let founded = try await teller.wish(
            admin, "found \(Self.club)",
            ServiceRequest(
                .post, "clubs",
                body: [
                    "hostSchool": school, "slug": Self.club, "name": "Chess Club",
                    "summary": "Three real tournaments; their players' names are not.",
                    "kind": "chess", "timeZone": "Europe/Berlin", "visibility": "public",
                    "joinPolicy": "open", "leads": [admin],
                ]))
        var question = ServiceRequest(.get, "clubs", PathPart(Self.club))
        question.add(header: "Clubs-At-Least", founded.position)
        let shown = try await teller.client(admin).send(question)
        guard let club = shown.body["club"]?.string else {
            throw Failure(.bug, "the service has told no id of the chess club")
        }
        return club
    }

    /// Pairs and plays what is left; the better number wins, and every third board is drawn.
    ///
    /// - Returns: The last round.
    private func play(_ tournament: TournamentID, from first: Int) async throws -> Int {
        let summary = try await ask(tournament)
        let last = summary.body["plannedRounds"]?.int ?? first - 1
        guard summary.body["state"]?.string == "running", first <= last else { return last }
        for round in first...last {
            let path: [PathPart] = ["rounds", PathPart(round)]
            try await wish(tournament, "pair \(round)", path + ["pairing"])
            try await wish(tournament, "publish \(round)", path + ["publication"])
            let boards = try await ask(tournament, path).body["boards"]?.list ?? []
            for board in boards {
                guard let number = board["board"]?.int, let white = board["white"]?["number"]?.int,
                    let black = board["black"]?["number"]?.int
                else { throw Failure(.bug, "the service has told no board of round \(round)") }
                let result =
                    (number + round).isMultiple(of: 3) ? "1/2-1/2" : white < black ? "1-0" : "0-1"
                try await wish(
                    tournament, "result \(round) \(number)",
                    path + ["boards", PathPart(number), "result"], ["result": result])
            }
            try await wish(tournament, "complete \(round)", path + ["completion"])
        }
        let digest = try await ask(tournament, ["standings"]).body["digest"]?.string
        try await wish(tournament, "finalize", ["finalization"], ["confirmDigest": digest])
        return last
    }

    private func ask(
        _ tournament: TournamentID, _ path: [PathPart] = []
    ) async throws -> ServiceAnswer {
        try await teller.client(admin).send(
            ServiceRequest(.get, ["tournaments", PathPart(tournament)] + path))
    }

    /// With the present version, as far as the route asks for one.
    private func wish(
        _ tournament: TournamentID, _ key: String, _ path: [PathPart], _ body: Fields? = nil
    ) async throws {
        var request = ServiceRequest(
            .post, ["tournaments", PathPart(tournament)] + path, body: body ?? [:])
        request.add(header: "If-Match", try await ask(tournament).entityTag)
        try await teller.wish(admin, "\(tournament) \(key)", request)
    }
}
