import EventSourcing
import HashTreeCollections
import Vocabulary

extension Tournament {
    /// Which byes were granted beforehand, to whom, for which round, and why.
    ///
    /// The allocated byes stand in the rounds that gave them.
    struct ByeLedger: Equatable, Sendable {
        struct Key: Hashable, Sendable {
            let player: PersonID
            let round: Int
        }

        private var granted: TreeDictionary<Key, GrantedBye> = [:]

        mutating func grant(
            _ kind: ByeKind, to player: PersonID, inRound round: Int, source: ByeSource
        ) {
            granted[Key(player: player, round: round)] = GrantedBye(
                player: player, round: round, kind: kind, source: source)
        }

        mutating func cancel(_ player: PersonID, inRound round: Int) {
            granted[Key(player: player, round: round)] = nil
        }

        func bye(of player: PersonID, inRound round: Int) -> GrantedBye? {
            granted[Key(player: player, round: round)]
        }

        /// Half points that somebody has had or will have; late entries count.
        func halfPoints(of player: PersonID) -> Int {
            granted.values.count { $0.player == player && $0.kind == .half }
        }

        /// By round, then by player.
        var all: [GrantedBye] {
            granted.values.sorted { ($0.round, $0.player) < ($1.round, $1.player) }
        }
    }

    package struct GrantedBye: Equatable, Sendable {
        package let player: PersonID
        package let round: Int
        package let kind: ByeKind
        package let source: ByeSource
    }

    /// Every bye that was granted beforehand, by round.
    package var grantedByes: [GrantedBye] { byes.all }

    package func grantedBye(of player: PersonID, inRound round: Int) -> GrantedBye? {
        byes.bye(of: player, inRound: round)
    }
}
