import EventSourcing

/// What the ids of Directory, Clubs and Tournaments stand for.
///
/// This target holds the words that every context shares: ids, references into the vault, and
/// text that is checked when it is read. Each checked text says in its `rule` what it takes; read
/// on in `CheckedText`.
extension Identity {
    package enum School {}
    package enum Term {}
    package enum Club {}
    package enum JoinRequest {}
    package enum SeatOffer {}
    package enum Invite {}
    package enum Tournament {}
    package enum VaultText {}
}

package typealias SchoolID = ID<Identity.School>
package typealias TermID = ID<Identity.Term>
package typealias ClubID = ID<Identity.Club>
package typealias JoinRequestID = ID<Identity.JoinRequest>
package typealias SeatOfferID = ID<Identity.SeatOffer>
package typealias InviteID = ID<Identity.Invite>
package typealias TournamentID = ID<Identity.Tournament>
package typealias VaultTextID = ID<Identity.VaultText>
