import Glibc

/// A rating with its uncertainty, for school players whom no federation rates.
///
/// - Source: Glickman, Example of the Glicko-2 system, 2022 revision.
package struct Glicko2Rating: Hashable, Sendable {
    /// On the scale of Elo; newcomers begin at 1500.
    package var rating: Double
    /// Two of them on each side hold the true strength in 95 of 100 cases.
    package var deviation: Double
    /// How erratic the results are.
    package var volatility: Double

    package init(rating: Double = 1500, deviation: Double = 350, volatility: Double = 0.06) {
        self.rating = rating
        self.deviation = deviation
        self.volatility = volatility
    }
}

/// One rating period of the Glicko-2 system.
///
/// All results of a period count at once, against the opponents' ratings before it.
package struct Glicko2: Hashable, Sendable {
    package struct Result: Hashable, Sendable {
        package var opponent: Glicko2Rating
        /// 1, ½ or 0.
        package var score: Double

        package init(against opponent: Glicko2Rating, score: Double) {
            self.opponent = opponent
            self.score = score
        }
    }

    /// The system constant τ, 0.3 to 1.2: small where volatility should change slowly.
    package var constant: Double

    /// Of the Glicko-2 scale.
    private static let scale = 173.7178
    private static let centre = 1500.0
    private static let convergence = 0.000_001
    /// The search narrows by half or better a step, so this many always suffice.
    private static let mostSteps = 200
    /// A deviation never exceeds a newcomer's.
    private static let largestDeviation = 350.0

    package init(constant: Double = 0.5) {
        self.constant = constant
    }

    /// The rating after a period.
    ///
    /// - Parameter results: Of the period; without any only the deviation grows.
    /// - Complexity: O(results).
    package func rating(after results: [Result], from before: Glicko2Rating) -> Glicko2Rating {
        let deviation = before.deviation / Self.scale
        guard !results.isEmpty else {
            let grown = (deviation * deviation + before.volatility * before.volatility).squareRoot()
            return Glicko2Rating(
                rating: before.rating, deviation: min(grown * Self.scale, Self.largestDeviation),
                volatility: before.volatility)
        }
        let strength = (before.rating - Self.centre) / Self.scale
        var information = 0.0
        var surplus = 0.0
        for result in results {
            let weight = Self.weight(result.opponent.deviation / Self.scale)
            let difference = strength - (result.opponent.rating - Self.centre) / Self.scale
            // Kept from 0 and 1, which would make a result carry no information at all.
            let expected = min(max(1 / (1 + exp(-weight * difference)), 1e-9), 1 - 1e-9)
            information += weight * weight * expected * (1 - expected)
            surplus += weight * (result.score - expected)
        }
        let variance = 1 / information
        let volatility = volatility(
            before.volatility, deviation: deviation, variance: variance,
            improvement: variance * surplus)
        let widened = deviation * deviation + volatility * volatility
        let narrowed = 1 / (1 / widened + information)
        return Glicko2Rating(
            rating: Self.centre + Self.scale * (strength + narrowed * surplus),
            deviation: min(Self.scale * narrowed.squareRoot(), Self.largestDeviation),
            volatility: volatility)
    }

    /// How much a result against an opponent of some deviation says.
    private static func weight(_ deviation: Double) -> Double {
        1 / (1 + 3 * deviation * deviation / (Double.pi * Double.pi)).squareRoot()
    }

    /// Step 5: the root of f between two bounds, by the Illinois method.
    private func volatility(
        _ before: Double, deviation: Double, variance: Double, improvement: Double
    ) -> Double {
        let start = log(before * before)
        let spread = improvement * improvement - deviation * deviation - variance
        func excess(_ value: Double) -> Double {
            let power = exp(value)
            let sum = deviation * deviation + variance + power
            return power * (spread - power) / (2 * sum * sum)
                - (value - start) / (constant * constant)
        }
        var low = start
        var high: Double
        if spread > 0 {
            high = log(spread)
        } else {
            var step = 1.0
            while excess(start - step * constant) < 0, step < Double(Self.mostSteps) { step += 1 }
            high = start - step * constant
        }
        var atLow = excess(low)
        var atHigh = excess(high)
        for _ in 0..<Self.mostSteps where abs(high - low) > Self.convergence {
            let middle = low + (low - high) * atLow / (atHigh - atLow)
            let atMiddle = excess(middle)
            if atMiddle * atHigh <= 0 {
                low = high
                atLow = atHigh
            } else {
                atLow /= 2
            }
            high = middle
            atHigh = atMiddle
        }
        return exp(low / 2)
    }
}
