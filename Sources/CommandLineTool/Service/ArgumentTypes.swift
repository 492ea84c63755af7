import ArgumentParser
import Clubs
import Directory
import EventSourcing
import Vocabulary

// The words of the domain as the command line reads them; each knows how it is written.

extension ID: ExpressibleByArgument {}
extension CivilDate: ExpressibleByArgument {}
extension Timestamp: ExpressibleByArgument {}

extension CountryCode: ExpressibleByArgument {}
extension GroupName: ExpressibleByArgument {}
extension Interest: ExpressibleByArgument {}
extension LanguageTag: ExpressibleByArgument {}
extension ReasonCode: ExpressibleByArgument {}
extension Slug: ExpressibleByArgument {}
extension SourcedID: ExpressibleByArgument {}
extension TimeZoneID: ExpressibleByArgument {}

extension AgeBand: ExpressibleByArgument {}
extension PersonKind: ExpressibleByArgument {}
extension Visibility: ExpressibleByArgument {}
extension Club.JoinPolicy: ExpressibleByArgument {}
extension Club.Kind: ExpressibleByArgument {}
extension Club.Role: ExpressibleByArgument {}
extension Club.Via: ExpressibleByArgument {}
extension Person.Role: ExpressibleByArgument {}

/// A club by its slug or its id.
struct ClubReference: ExpressibleByArgument, CustomStringConvertible {
    let description: String

    init?(argument: String) {
        guard ClubID(argument) != nil || Slug(argument) != nil else { return nil }
        description = argument
    }
}
