/// The conversion between scores and rating differences that FIDE uses.
///
/// - Source: FIDE Handbook B.02, 8.1; section 7 of the digest.
enum PerformanceTables {
    /// The difference for a score of 1.00, 0.99, … 0.50.
    private static let differences = [
        800, 677, 589, 538, 501, 470, 444, 422, 401, 383, 366, 351, 336, 322, 309, 296, 284, 273,
        262, 251, 240, 230, 220, 211, 202, 193, 184, 175, 166, 158, 149, 141, 133, 125, 117, 110,
        102, 95, 87, 80, 72, 65, 57, 50, 43, 36, 29, 21, 14, 7, 0,
    ]

    /// The largest difference for each expected score from 0.50 on.
    private static let limits = [
        3, 10, 17, 25, 32, 39, 46, 53, 61, 68, 76, 83, 91, 98, 106, 113, 121, 129, 137, 145, 153,
        162, 170, 179, 188, 197, 206, 215, 225, 235, 245, 256, 267, 278, 290, 302, 315, 328, 344,
        357, 374, 391, 411, 432, 456, 484, 517, 559, 619, 735,
    ]

    /// The rating difference that a score stands for.
    ///
    /// - Parameter hundredths: Of the possible points, 0 to 100.
    static func difference(hundredths: Int) -> Int {
        hundredths >= 50 ? differences[100 - hundredths] : -differences[hundredths]
    }

    /// The expected score, in hundredths, of who is rated higher by a difference.
    static func expectedHundredths(difference: Int) -> Int {
        let higher = 50 + limits.count { $0 < abs(difference) }
        return difference >= 0 ? higher : 100 - higher
    }
}
