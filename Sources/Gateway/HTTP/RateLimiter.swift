import HTTPTypes
import Synchronization

/// A budget of requests for each principal: a bucket that fills up steadily.
///
/// The table is bounded. When it is full the fullest buckets go, for whoever has a full bucket is
/// as good as unknown.
final class RateLimiter: Sendable {
    struct Limits: Sendable {
        /// How many requests may come at once.
        var burst = 600
        /// How many come back in a second.
        var perSecond = 60.0
    }

    static let principalLimit = 50_000

    private let limits: Limits
    private let buckets = Mutex<[String: Bucket]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    /// What is left, and whether the request may pass.
    struct Budget: Sendable {
        let isGranted: Bool
        let left: Int
        /// In whole seconds, until the next request would pass; at least one.
        let wait: Int
        let limits: Limits

        /// As draft-ietf-httpapi-ratelimit-headers names them.
        var headers: HTTPFields {
            var fields = HTTPFields()
            let window = max(1, Int(Double(limits.burst) / limits.perSecond))
            fields[.rateLimitPolicy] = "\"requests\";q=\(limits.burst);w=\(window)"
            fields[.rateLimit] = "\"requests\";r=\(left);t=\(wait)"
            return fields
        }

        var problem: Problem {
            var headers = headers
            headers[.retryAfter] = String(wait)
            return Problem(.rateLimited, headers: headers)
        }
    }

    init(
        limits: Limits, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.limits = limits
        self.now = now
    }

    func take(from principal: String) -> Budget {
        let now = now()
        let (isGranted, tokens) = buckets.withLock { buckets in
            if buckets.count >= Self.principalLimit, buckets[principal] == nil {
                forgetFull(&buckets, at: now)
            }
            var bucket = buckets[principal] ?? Bucket(tokens: Double(limits.burst), at: now)
            bucket.tokens = filled(bucket, at: now)
            bucket.at = now
            let isGranted = bucket.tokens >= 1
            if isGranted { bucket.tokens -= 1 }
            buckets[principal] = bucket
            return (isGranted, bucket.tokens)
        }
        return budget(tokens, isGranted: isGranted)
    }

    /// Takes more for a request that has turned out to be worth many. The bucket may go below
    /// empty, and the principal waits until it is paid off.
    func charge(_ count: Int, to principal: String) {
        let now = now()
        buckets.withLock { buckets in
            guard var bucket = buckets[principal] else { return }
            bucket.tokens = filled(bucket, at: now) - Double(count)
            bucket.at = now
            buckets[principal] = bucket
        }
    }

    /// What is left, without taking anything.
    func left(to principal: String) -> Budget {
        let now = now()
        let tokens = buckets.withLock { buckets in
            buckets[principal].map { filled($0, at: now) } ?? Double(limits.burst)
        }
        return budget(tokens, isGranted: tokens >= 1)
    }

    private func budget(_ tokens: Double, isGranted: Bool) -> Budget {
        let wait = ((1 - tokens) / limits.perSecond).rounded(.up)
        return Budget(
            isGranted: isGranted, left: max(0, Int(tokens)), wait: max(1, Int(wait)),
            limits: limits)
    }

    private func filled(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        let seconds = bucket.at.duration(to: now) / .seconds(1)
        return min(Double(limits.burst), bucket.tokens + seconds * limits.perSecond)
    }

    private func forgetFull(
        _ buckets: inout [String: Bucket], at now: ContinuousClock.Instant
    ) {
        buckets = buckets.filter { filled($0.value, at: now) < Double(limits.burst) }
        guard buckets.count >= Self.principalLimit else { return }
        let byFullness = buckets.sorted { filled($0.value, at: now) > filled($1.value, at: now) }
        for (principal, _) in byFullness.prefix(Self.principalLimit / 4) {
            buckets[principal] = nil
        }
    }
}

/// The budget of the one who sent a request.
struct RequestBudget: Sendable {
    let limiter: RateLimiter
    let principal: String

    var left: RateLimiter.Budget { limiter.left(to: principal) }

    func charge(_ count: Int) { limiter.charge(count, to: principal) }
}
