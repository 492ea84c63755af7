import EventSourcing
import EventStorage
import Synchronization
import TestSupport

/// A mutant of the design: it answers before the commit.
final class HastyLog: WrappedLog {
    let base: PostgresLog
    private let commits = Mutex<[Task<Void, Never>]>([])

    init(_ base: PostgresLog) { self.base = base }

    @discardableResult
    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        let base = base
        let commit = Task {
            // What becomes of it nobody hears: that is the fault.
            _ = try? await base.append(batch)
        }
        commits.withLock { $0.append(commit) }
        return [:]
    }

    /// Returns when nothing is under way any more.
    func settle() async {
        for commit in commits.withLock({ $0 }) { await commit.value }
    }
}
