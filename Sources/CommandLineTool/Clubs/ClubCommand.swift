import ArgumentParser

/// `clubs club …`: what is done with clubs.
struct ClubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "club",
        abstract: "Found clubs, and look after their seats, people and groups.",
        discussion: """
            CLUB is a club's slug or its id, PERSON a person's id.

            EXAMPLES
              clubs club list
              clubs club show karate --as-of 1971-06-01
              clubs club join karate
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "The club:",
                subcommands: [
                    ClubFound.self, ClubList.self, ClubShow.self, ClubUpdate.self,
                    ClubCapacity.self, ClubEnrol.self, ClubArchive.self, ClubRestore.self,
                    ClubWatch.self,
                ]),
            CommandGroup(
                name: "Coming in:",
                subcommands: [
                    ClubJoin.self, ClubRequests.self, ClubApprove.self, ClubDecline.self,
                    ClubWithdraw.self, ClubInvite.self,
                ]),
            CommandGroup(
                name: "Waiting for a seat:",
                subcommands: [
                    ClubWaitlist.self, ClubOffer.self, ClubAccept.self, ClubPass.self,
                ]),
            CommandGroup(
                name: "Being there:",
                subcommands: [
                    ClubRole.self, ClubGroup.self, ClubBuddy.self, ClubHistory.self,
                    ClubSuspend.self, ClubLift.self, ClubLeave.self, ClubRemove.self,
                ]),
        ])
}
