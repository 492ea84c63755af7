import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import JSONCoding
import Tournaments
import Vocabulary

/// What somebody asks for, as it comes from outside: plain values and personal text.
///
/// A handler turns it into commands for deciders. It adds the facts that they need, puts the
/// texts into the vault, and finds out whether the principal may ask for this at all. On the wire
/// a wish is `{"type": "club.join", "stream": "club-<uuid>", "data": {…}}`.
package enum Wish: Sendable {
    case school(SchoolID, SchoolWish)
    case person(PersonID, PersonWish)
    case club(ClubID, ClubWish)
    case tournament(TournamentID, TournamentWish)

    /// The stream that an expected version speaks of.
    package var stream: StreamName {
        switch self {
        case .school(let school, _): StreamID.school(school).name
        case .person(let person, _): StreamID.person(person).name
        case .club(let club, _): StreamID.club(club).name
        case .tournament(let tournament, _): StreamID.tournament(tournament).name
        }
    }
}

/// The wishes of one context: an enum whose cases encode as `{"club.join": {…}}`.
package protocol WishFamily: Codable, Sendable {
    static var wireNames: [String] { get }
}

extension Wish: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, stream, data
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decode(String.self, forKey: .type)
        let stream = try container.decode(StreamName.self, forKey: .stream)
        let data = try container.decodeIfPresent(JSONValue.self, forKey: .data) ?? [:]
        try self.init(type: type, stream: stream, data: data)
    }

    /// - Throws: `DecodingError` naming what is unknown, missing or malformed.
    package init(type: String, stream: StreamName, data: JSONValue) throws {
        guard let id = stream.id else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: [CodingKeys.stream],
                    debugDescription: "\(stream) is no stream such as club-<uuid>"))
        }
        switch String(stream.category) {
        case School.category where SchoolWish.wireNames.contains(type):
            self = .school(SchoolID(id), try SchoolWish(type: type, data: data))
        case Person.category where PersonWish.wireNames.contains(type):
            self = .person(PersonID(id), try PersonWish(type: type, data: data))
        case Club.category where ClubWish.wireNames.contains(type):
            self = .club(ClubID(id), try ClubWish(type: type, data: data))
        case Tournament.category where TournamentWish.wireNames.contains(type):
            self = .tournament(TournamentID(id), try TournamentWish(type: type, data: data))
        default:
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: [CodingKeys.type],
                    debugDescription: "there is no command \(type) on a stream \(stream.category)-…"
                ))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let (type, data) = try wire
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(stream, forKey: .stream)
        try container.encode(data, forKey: .data)
    }

    private var wire: (type: String, data: JSONValue) {
        get throws {
            switch self {
            case .school(_, let wish): try wish.wire
            case .person(_, let wish): try wish.wire
            case .club(_, let wish): try wish.wire
            case .tournament(_, let wish): try wish.wire
            }
        }
    }
}

extension WishFamily {
    fileprivate init(type: String, data: JSONValue) throws {
        self = try JSONDocument(data.canonicalText, within: [type]).decode()
    }

    fileprivate var wire: (type: String, data: JSONValue) {
        get throws {
            let json = try JSONEncoder.canonical.encode(self)
            guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: json),
                let (type, data) = members.first
            else { preconditionFailure("a wish encodes as an object with one key") }
            return (type, data)
        }
    }
}
