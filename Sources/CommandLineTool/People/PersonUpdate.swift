import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs person update PERSON`: changes what others see of a person.
struct PersonUpdate: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change what others see of a person; what is not named stays as it is.",
        discussion: """
            EXAMPLES
              clubs person update $PERSON --name "Ada L." --pronouns she/her
              clubs person update $PERSON --language en-GB --language fr
            """)

    @Argument(help: "The person's id.")
    var person: PersonID

    @Option(help: "The name that others see; kept in the vault.")
    var name: String?

    @Option(help: "How they are spoken of; kept in the vault.")
    var pronouns: String?

    @Option(help: "The zone they live in: an IANA name such as Europe/London.")
    var timeZone: TimeZoneID?

    @Option(help: "The language they are spoken to in, such as en-GB.")
    var locale: LanguageTag?

    @Option(name: .customLong("language"), help: "A language they speak; may be repeated.")
    var languages: [LanguageTag] = []

    @Option(help: "Who may see them.")
    var visibility: Visibility?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { ServiceRequest(.get, "people", PathPart(person)) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .patch, "people", PathPart(person),
            body: [
                "displayName": name, "pronouns": pronouns, "timeZone": timeZone, "locale": locale,
                "languages": languages.ifAny, "visibility": visibility,
            ])
    }
}
