import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Scheduling, amending, postponing") struct SchedulingTests {
    private typealias Adjust = (inout Tournament.Settings) -> Void

    private func refused(
        _ rejection: Tournament.Rejection, sourceLocation: SourceLocation = #_sourceLocation,
        _ adjust: Adjust
    ) {
        var settings = Tournament.Settings.swiss
        adjust(&settings)
        Play().refused(.schedule(settings), rejection, sourceLocation: sourceLocation)
    }

    @Test func `a tournament is scheduled once, and before anything else`() throws {
        Play().refused(.openEntries, .notScheduled)
        let play = try Play.scheduled()
        play.refused(.schedule(.swiss), .alreadyScheduled)
        #expect(play.tournament.settings == .swiss && play.tournament.stage == .planned)
    }

    @Test func `settings that make no tournament are refused by name`() {
        refused(.knockoutByHand) {
            $0.format = .singleElimination
            $0.pairing = .manualOnly
        }
        refused(.outOfBounds(.name, allowed: 1...120)) { $0.name = "  " }
        refused(.settingInvalid("name", reason: "is one line of plain text")) {
            $0.name = "Open\u{202E}"
        }
        refused(.outOfBounds(.rounds, allowed: 1...64)) { $0.rounds = 0 }
        refused(.unknownTimeZone("Europe/Atlantis")) { $0.timeZone = "Europe/Atlantis" }
        refused(.unknownTieBreak("XYZ")) { $0.tieBreaks = ["XYZ"] }
        refused(.unknownTieBreak("EDE")) { $0.tieBreaks = ["BH", "EDE"] }
        refused(.halfPointByeIsADraw) { $0.scoring.hpb = .one }
        refused(
            .settingInvalid(
                "scoring",
                reason: "gives a win points, a draw no more, and a loss no more than a draw")
        ) { $0.scoring.loss = .one + .half }
        refused(.byeNotByRequest(.full)) { $0.lateByeKind = .full }
        refused(.avoidRuleIncomplete(.pair)) {
            $0.avoid = [.init(kind: .pair, strength: .weak)]
        }
        refused(.avoidRuleIncomplete(.pair)) {
            $0.avoid = [.init(kind: .pair, strength: .weak, players: [.ada, .ada])]
        }
        refused(.avoidRuleIncomplete(.school)) {
            $0.avoid = [.init(kind: .school, strength: .weak, players: [.ada])]
        }
        refused(.outOfBounds(.capacity, allowed: 2...1_000)) { $0.capacity = 1 }
        refused(.outOfBounds(.autoConfirmHours, allowed: 1...336)) { $0.autoConfirmHours = 0 }
        refused(.outOfBounds(.initialSeconds, allowed: 0...86_400)) {
            $0.timeControl.initialSeconds = -1
        }
        refused(.outOfBounds(.seed, allowed: Tournament.Limits.seed)) { $0.seed = -1 }
    }

    @Test func `a start in the hour that the clocks leave out is refused with the nearest ones`() {
        refused(
            .localTimeDoesNotExist(
                "2027-03-28T01:30", "Europe/London",
                nearest: ["2027-03-28T00:30", "2027-03-28T02:30"])
        ) { $0.startsAtLocal = "2027-03-28T01:30" }
    }

    @Test func `before the start anything may change that makes sense`() throws {
        var play = try Play.scheduled()
        try play.do(
            .amend(
                ["rounds": 7, "format": "round-robin", "capacity": 12], force: false,
                reasonCode: nil))
        #expect(play.tournament.settings?.rounds == 7 && play.tournament.settings?.capacity == 12)
        #expect(play.tournament.settings?.format == .roundRobin)
        try play.quiet(.amend(["rounds": 7], force: false, reasonCode: nil))
        try play.do(.amend(["capacity": .null], force: false, reasonCode: nil))
        #expect(play.tournament.settings?.capacity == nil)
        play.refused(
            .amend(["colour": "red"], force: false, reasonCode: nil), .unknownSetting("colour"))
        for (setting, value, reason) in [
            ("rounds", "many", "takes a whole number"), ("name", 7, "takes a text"),
            ("rated", "yes", "takes true or false"), ("tieBreaks", "BH", "takes a list"),
            ("tieBreaks", ["BH", 7], "in 2 takes a text"), ("timeControl", 3, "takes an object"),
            ("rounds", .null, "cannot be empty"), ("scoring", ["win": "x"], ""),
            ("cadence", "slow", "slow"), ("startsAtLocal", "soon", "has a wrong value"),
        ] as [(String, JSONValue, String)] {
            let rejection = #expect(throws: Tournament.Rejection.self, "\(setting) \(value)") {
                try play.tournament.decide(
                    .amend([setting: value], force: false, reasonCode: nil))
            }
            guard case .settingInvalid(setting, let found) = rejection else {
                Issue.record("\(setting) \(value): \(String(describing: rejection))")
                continue
            }
            #expect(found.contains(reason), "\(setting) \(value): \(found)")
        }
        play.refused(
            .amend(["tieBreaks": ["XYZ"]], force: false, reasonCode: nil), .unknownTieBreak("XYZ"))
    }

    @Test func `after the start a change has a level, and a broken promise needs force`() throws {
        var play = try Play.started(4)
        #expect(
            try play.do(.amend(["name": "Open"], force: false, reasonCode: nil)) == [
                .amended(
                    changes: ["name": .init(from: "Spring Open", to: "Open")], level: .ok,
                    reasonCode: nil)
            ])
        let rounds = try play.do(.amend(["rounds": 3], force: false, reasonCode: nil))
        guard case .amended(_, .warn, _) = rounds.first else {
            Issue.record("\(rounds)")
            return
        }
        let change = Tournament.Command.amend(
            ["tieBreaks": ["BH"]], force: false, reasonCode: "wish")
        play.refused(change, .amendmentBreach(["tieBreaks"]))
        play.refused(
            .amend(["tieBreaks": ["BH"]], force: true, reasonCode: nil),
            .amendmentBreach(["tieBreaks"]))
        try play.do(.amend(["tieBreaks": ["BH"]], force: true, reasonCode: "wish"))
        #expect(play.tournament.tieBreakCodes == ["BH"])
        play.refused(
            .amend(["format": "round-robin"], force: true, reasonCode: "wish"),
            .settingFixed("format"))
        try play.playRound()
        try play.playRound()
        play.refused(
            .amend(["rounds": 1], force: true, reasonCode: "wish"), .roundsFixed(atLeast: 2))
    }

    @Test func `a tournament may be postponed and cancelled, and then nothing more happens`()
        throws
    {
        var play = try Play.scheduled()
        #expect(
            try play.do(.postpone(to: "2027-03-16T16:00")) == [
                .postponed(from: "2027-03-09T16:00", to: "2027-03-16T16:00")
            ])
        try play.quiet(.postpone(to: "2027-03-16T16:00"))
        try play.do(.cancel(reasonCode: "no-hall"))
        play.refused(.cancel(reasonCode: "no-hall"), .cancelled)
        play.refused(.openEntries, .cancelled)
    }
}
