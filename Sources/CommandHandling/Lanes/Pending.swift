import EventSourcing

/// One command on its way through a lane.
struct Pending: Sendable {
    let request: CommandRequest
    /// The call that has brought it; commands of one call stand side by side.
    let submission: Int
    /// Called once, when what the command has come to is durable and current.
    let answer: @Sendable (Result<Outcome, any Error>) -> Void
    /// An earlier attempt has ended without a word of its outcome.
    var mayBeStored = false

    func refuse(with error: any Error) {
        answer(.failure(error))
    }
}
