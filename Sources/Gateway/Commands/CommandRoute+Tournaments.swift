import HTTPTypes

extension CommandRoute {
    static let tournaments = life + entries + rounds + results

    private static let one = "/tournaments/{tournament}"

    private static let life: [CommandRoute] = [
        CommandRoute(
            .post, "/clubs/{club}/tournaments", "tournament.schedule", on: .new("tournament"),
            pathFields: ["club"], .created(one)),
        CommandRoute(.patch, one, "tournament.amend", on: .tournament),
        CommandRoute(
            .post, one + "/imports", "tournament.import-report", on: .tournament, .created(one)),
        CommandRoute(.post, one + "/start", "tournament.start", on: .tournament),
        CommandRoute(.post, one + "/ties", "tournament.resolve-tie", on: .tournament),
        CommandRoute(.post, one + "/finalization", "tournament.finalize", on: .tournament),
        CommandRoute(.post, one + "/reopening", "tournament.reopen", on: .tournament),
        CommandRoute(.post, one + "/postponement", "tournament.postpone", on: .tournament),
        CommandRoute(.post, one + "/cancellation", "tournament.cancel", on: .tournament),
        CommandRoute(
            .post, one + "/reverts", "tournament.revert-decision", on: .tournament, .created(one)),
    ]

    private static let entries: [CommandRoute] = [
        CommandRoute(
            .post, one + "/entry-windows", "tournament.open-entries", on: .tournament,
            .created(one)),
        CommandRoute(
            .delete, one + "/entry-windows", "tournament.close-entries", on: .tournament,
            .noContent),
        CommandRoute(
            .post, one + "/players", "tournament.enter-player", on: .tournament, .created(one)),
        CommandRoute(
            .post, one + "/players/{player}", "tournament.enter-player", on: .tournament,
            pathFields: ["player"], .created(one)),
        CommandRoute(
            .delete, one + "/players/{player}", "tournament.withdraw-player", on: .tournament,
            pathFields: ["player"], .noContent),
        CommandRoute(
            .post, one + "/players/{player}/reinstatement", "tournament.reinstate-player",
            on: .tournament, pathFields: ["player"]),
        CommandRoute(
            .post, one + "/players/{player}/expulsion", "tournament.expel-player",
            on: .tournament, pathFields: ["player"]),
        CommandRoute(
            .post, one + "/byes", "tournament.request-bye", on: .tournament, .created(one)),
        CommandRoute(
            .delete, one + "/byes/{round}/{player}", "tournament.cancel-bye", on: .tournament,
            pathFields: ["round", "player"], .noContent),
        CommandRoute(
            .post, one + "/check-ins", "tournament.check-in", on: .tournament, .created(one)),
        CommandRoute(
            .post, one + "/seeding", "tournament.seed-players", on: .tournament, .created(one)),
    ]

    private static let round = one + "/rounds/{round}"

    private static let rounds: [CommandRoute] = [
        ofRound(.post, "/pairing", "tournament.pair-round", .created(round)),
        ofRound(.patch, "/pairing", "tournament.override-pairing", .ok),
        ofRound(.delete, "/pairing", "tournament.unpair-round", .noContent),
        ofRound(.post, "/publication", "tournament.publish-round", .created(round)),
        ofRound(.post, "/completion", "tournament.complete-round", .created(round)),
    ]

    private static let results: [CommandRoute] = [
        ofBoard("/report", "tournament.report-result"),
        ofBoard("/confirmation", "tournament.confirm-result"),
        ofBoard("/dispute", "tournament.dispute-result"),
        ofBoard("/result", "tournament.record-result"),
        ofBoard("/correction", "tournament.correct-result"),
        ofBoard("/time-proposals", "tournament.propose-game-time"),
        ofBoard("/time-agreement", "tournament.agree-game-time"),
    ]

    private static func ofRound(
        _ method: Method, _ path: String, _ type: String, _ success: Success
    ) -> CommandRoute {
        CommandRoute(
            method, round + path, type, on: .tournament, pathFields: ["round"], success)
    }

    private static func ofBoard(_ path: String, _ type: String) -> CommandRoute {
        CommandRoute(
            .post, round + "/boards/{board}" + path, type, on: .tournament,
            pathFields: ["round", "board"], .created(round))
    }
}

extension CommandRoute.Target {
    fileprivate static let tournament = path("tournament")
}
