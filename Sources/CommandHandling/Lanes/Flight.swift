import EventSourcing

/// A batch on its way into the log.
struct Flight {
    typealias Outcome = Result<[CommandID: BodyDigest], any Error>

    /// How many batches of a lane are on their way at a time: the log carries one out while the
    /// next stands right behind it.
    static let limit = 2
    /// How many commands are worth a transaction of their own behind one that is under way; fewer
    /// wait for its end, and for more to come.
    static let worth = 16

    let batch: Batch
    let addition: AppendBatch
    /// Rings when the log has given the batch its place, and when it has done with it.
    let departure = Bell()
    /// What has become of it; told when those before it have ended too.
    var outcome: Outcome?
}

/// A batch that came to the log before the one that it rests on, though nobody else writes.
struct Overtaken: Error {}
