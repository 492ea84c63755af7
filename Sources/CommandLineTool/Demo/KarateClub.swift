import EventSourcing
import Foundation

/// A university's karate club of 1970 to 1972: its 34 members, and the two sides it split into.
///
/// The data name nobody and have no days; `KarateStory` says which of both it invents.
///
/// - Source: W. W. Zachary, An Information Flow Model for Conflict and Fission in Small Groups,
///   Journal of Anthropological Research 33 (1977) 452–473.
struct KarateClub: Decodable {
    let members: [Member]

    struct Member: Decodable, Sendable {
        /// The number in the paper: 1 is the instructor, 34 the club's president.
        let id: Int
        let sideAfterSplit: Side

        /// As far as the paper names anybody, and then by a name of its own making.
        var name: String {
            switch id {
            case KarateClub.instructor: "Mr. Hi"
            case KarateClub.president: "John A."
            default: "Member \(id)"
            }
        }
    }

    enum Side: String, Decodable, Sendable {
        case instructor, president
    }

    static let instructor = 1
    static let president = 34

    /// The club as it is compiled in.
    ///
    /// - Throws: `DecodingError`, for a file that is not the one it should be.
    static func read() throws -> KarateClub {
        try JSONDecoder().decode(KarateClub.self, from: Data(PackageResources.karate_club_json))
    }

    func members(of side: Side) -> [Member] {
        members.filter { $0.sideAfterSplit == side }
    }
}
