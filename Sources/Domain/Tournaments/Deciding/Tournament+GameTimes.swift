import EventSourcing
import Vocabulary

/// Two players, perhaps half a world apart, find a time for their game.
extension Tournament {
    func propose(
        _ times: [Timestamp], for id: BoardID, by player: PersonID, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        let board = try appointment(id, of: player)
        let times = Set(times).sorted()
        try check(times.count, of: .times, in: Limits.proposedTimes)
        for time in times { try checkWindow(time, of: id, at: now) }
        guard board.proposals[player] != times else { return [] }
        return [
            .gameTimeProposed(round: id.round, board: id.board, by: player, times: times)
        ]
    }

    /// Takes one of the other's times.
    func agree(
        on time: Timestamp, for id: BoardID, by player: PersonID, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        let board = try appointment(id, of: player)
        guard board.agreedAt != time else { return [] }
        let offered = board.proposals[board.seats.opponent(of: player)] ?? []
        guard offered.contains(time) else { throw .timeNotProposed(time) }
        try checkWindow(time, of: id, at: now)
        return [.gameTimeAgreed(round: id.round, board: id.board, at: time)]
    }

    private func appointment(_ id: BoardID, of player: PersonID) throws(Rejection) -> Board {
        guard settings?.cadence == .window else { throw .notByAppointment }
        let board = try own(id, of: player)
        if let result = board.result { throw .resultFinal(id, result) }
        return board
    }

    private func checkWindow(
        _ time: Timestamp, of id: BoardID, at now: Timestamp
    ) throws(Rejection) {
        guard case .windowEnds(let end) = round(id.round)?.publication else { return }
        guard now < time, time <= end else { throw .outsideWindow(until: end) }
    }
}
