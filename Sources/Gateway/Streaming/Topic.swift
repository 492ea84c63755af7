import EventSourcing
import Tournaments
import Vocabulary

/// What is followed, and the club by whose rights it is shown.
struct Topic: Hashable, Sendable {
    let tenant: TenantID
    let stream: StreamName
    let club: ClubID

    /// Whether an event may change who sees this topic. Nothing that happens in a tournament does:
    /// neither roles nor memberships nor a club's visibility stand there.
    func mayChangeRights(_ event: Recorded<EncodedEvent>) -> Bool {
        event.stream.category != Tournament.category
    }
}
