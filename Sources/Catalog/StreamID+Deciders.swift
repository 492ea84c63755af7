import Clubs
import Directory
import EventSourcing
import Tournaments
import Vocabulary

extension StreamID where State == School {
    package static func school(_ id: SchoolID) -> Self { StreamID(id.uuid) }
}

extension StreamID where State == Person {
    package static func person(_ id: PersonID) -> Self { StreamID(id.uuid) }
}

extension StreamID where State == Club {
    package static func club(_ id: ClubID) -> Self { StreamID(id.uuid) }
}

extension StreamID where State == Tournament {
    package static func tournament(_ id: TournamentID) -> Self { StreamID(id.uuid) }
}
