import Pairing
import Testing

@Suite struct RatingTests {
    /// The worked example of Glickman's paper: 1500 ± 200 beats 1400 ± 30 and loses to 1550 ± 100
    /// and 1700 ± 300.
    @Test func `Glicko-2 follows its author's example`() {
        let player = Glicko2Rating(rating: 1500, deviation: 200, volatility: 0.06)
        let after = Glicko2(constant: 0.5).rating(
            after: [
                .init(against: Glicko2Rating(rating: 1400, deviation: 30), score: 1),
                .init(against: Glicko2Rating(rating: 1550, deviation: 100), score: 0),
                .init(against: Glicko2Rating(rating: 1700, deviation: 300), score: 0),
            ], from: player)
        #expect(abs(after.rating - 1464.06) < 0.01)
        #expect(abs(after.deviation - 151.52) < 0.01)
        #expect(abs(after.volatility - 0.05999) < 0.00001)
    }

    @Test func `who does not play grows uncertain, and never beyond a newcomer`() {
        let system = Glicko2()
        var player = Glicko2Rating(rating: 1600, deviation: 50)
        let once = system.rating(after: [], from: player)
        #expect(once.rating == 1600 && once.volatility == 0.06)
        // √(50² + (0.06 × 173.7178)²)
        #expect(abs(once.deviation - 51.0747) < 0.001)
        for _ in 0..<5000 { player = system.rating(after: [], from: player) }
        #expect(player.deviation == 350)
    }

    @Test(arguments: [-1e6, 0, 1500, 1e6], [0.0, 0.5, 1])
    func `nothing that is given makes it endless or undefined`(opponent: Double, score: Double) {
        let result = Glicko2.Result(
            against: Glicko2Rating(rating: opponent, deviation: 30), score: score)
        let after = Glicko2().rating(
            after: [Glicko2.Result](repeating: result, count: 30), from: Glicko2Rating())
        #expect(after.rating.isFinite && after.deviation.isFinite && after.volatility.isFinite)
    }

    /// Averages 1850; 3½ of 5 is 0.70 and adds 149, 5 of 5 adds 800, ½ of 5 (0.10) takes 366.
    @Test(arguments: [(350, 1999), (500, 2650), (250, 1850), (50, 1484), (0, 1050)])
    func `performance is the opponents' average and what the score adds`(
        hundredths: Int, expected: Int
    ) {
        let ratings = [1700, 1800, 1850, 1900, 2000]
        let points = Points(hundredths: hundredths)
        #expect(PerformanceRating.tournament(ratings: ratings, points: points) == expected)
    }

    @Test func `without games there is no performance`() {
        #expect(PerformanceRating.tournament(ratings: [], points: .zero) == nil)
        #expect(PerformanceRating.perfect(ratings: [], points: .zero) == nil)
    }

    @Test func `a perfect performance is the lowest rating that is expected to score as much`() {
        // Against 1500, half a point is expected from a difference of −3 on, 1 from one above 735.
        #expect(PerformanceRating.perfect(ratings: [1500], points: .half) == 1497)
        #expect(PerformanceRating.perfect(ratings: [1500], points: .one) == 2236)
        #expect(PerformanceRating.perfect(ratings: [1500, 1600], points: .zero) == 700)
    }
}
