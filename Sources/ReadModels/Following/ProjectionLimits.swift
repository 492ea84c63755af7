import EventStorage

/// How much a runner does at a time.
package struct ProjectionLimits: Sendable {
    /// How often the heads are looked at, in case a wake-up was lost.
    package var pollInterval = Duration.seconds(1)
    /// How many tenants are looked at with one question.
    package var headsPerQuestion = 1000
    /// How many tenants share a transaction.
    package var tenantsPerBatch = 64
    /// A batch's events, over all its tenants. It grows while there is more to do and shrinks when
    /// a commit is slow.
    package var batch = 64...4096
    /// What makes a commit slow: readers of their own writes wait behind it.
    package var slowCommit = Duration.milliseconds(250)
    /// How long a runner that keeps up rests at most between two batches.
    package var rest = Duration.milliseconds(2)
    /// The waits between attempts at what a retry can cure: each twice the last.
    package var retry = Duration.milliseconds(50)...Duration.seconds(5)

    /// How long a claim to following lasts that is not renewed.
    package var lease = Lease.standardDuration

    package init() {}
}
