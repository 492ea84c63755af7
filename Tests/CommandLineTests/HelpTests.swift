import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import CommandLineTool

/// The help of every command, as the program itself tells it.
@Suite(.timeLimit(.minutes(30))) struct HelpTests {
    private static let commands = Command.walk(CommandLineTool.self, path: [])
    private static let leaves = commands.filter(\.isLeaf)

    @Test(arguments: leaves)
    func `a command shows an example that can be typed`(command: Command) throws {
        let examples = command.examples
        #expect(!examples.isEmpty, "\(command) has no EXAMPLE")
        for example in examples {
            let mine = ExampleLine.commands(in: example).filter { $0.starts(with: command.path) }
            #expect(!mine.isEmpty, "\(example) is no example of \(command)")
            for arguments in mine {
                #expect(throws: Never.self, "\(arguments)") {
                    _ = try CommandLineTool.parseAsRoot(Array(arguments.dropFirst()))
                }
            }
        }
    }

    @Test(arguments: commands)
    func `a command has an abstract and a help that names its options`(
        command: Command
    ) async throws {
        let abstract = command.type.configuration.abstract
        #expect(abstract.hasSuffix(".") && abstract.first?.isUppercase == true)
        let ended = try await Program().run(command.path.dropFirst() + ["--help"])
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        #expect(ended.output.contains(abstract.prefix(40)))
        #expect(ended.output.contains("USAGE: \(command.path.joined(separator: " "))"))
        #expect(!ended.output.contains("\u{1B}"))
    }

    @Test(arguments: commands)
    func `every option says what it is for`(command: Command) throws {
        let dump = try JSONDecoder().decode(
            HelpDump.self, from: Data(command.type._dumpHelp().utf8))
        let arguments = dump.command.arguments ?? []
        #expect(arguments.filter { $0.abstract == nil }.map(\.valueName) == [])
    }

    /// `clubs demo` does something itself.
    @Test(
        arguments: commands.filter {
            !$0.isLeaf && $0.path.count > 1 && $0.path != ["clubs", "demo"]
        })
    func `a group without a verb is no command line, and names its verbs`(
        group: Command
    ) async throws {
        let ended = try await Program().run(Array(group.path.dropFirst()))
        ended.expect(2, saying: "`\(group)` needs a verb", "`\(group) --help`")
        for verb in group.type.configuration.subcommands {
            ended.expect(2, saying: verb._commandName)
        }
        #expect(ended.output.isEmpty)
    }

    /// As much of the parser's own description as is asked for.
    private struct HelpDump: Decodable {
        struct Command: Decodable { let arguments: [Argument]? }
        struct Argument: Decodable {
            let valueName: String
            let abstract: String?
        }
        let command: Command
    }

    @Test func `without arguments the help is shown, and the version when it is asked for`()
        async throws
    {
        let bare = try await Program().run()
        #expect(bare.status == 0 && bare.output.contains("USAGE: clubs <subcommand>"))
        let version = try await Program().run("--version")
        #expect(version.output == "\(Version.current)\n" && version.status == 0)
    }
}

/// A command of the tree, with the words that lead to it.
struct Command: CustomTestStringConvertible, CustomStringConvertible, Sendable {
    let path: [String]
    let type: any ParsableCommand.Type

    var isLeaf: Bool { type.configuration.subcommands.isEmpty }
    var description: String { path.joined(separator: " ") }
    var testDescription: String { description }

    /// The lines below EXAMPLE, those that a backslash has cut put together again.
    var examples: [String] {
        type.configuration.discussion
            .replacing(/\\\n\s*/, with: "")
            .split(separator: "\n")
            .drop { $0.wholeMatch(of: /EXAMPLES?/) == nil }.dropFirst()
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    static func walk(_ type: any ParsableCommand.Type, path: [String]) -> [Command] {
        let command = Command(path: path + [type._commandName], type: type)
        return [command]
            + type.configuration.subcommands.flatMap { walk($0, path: command.path) }
    }
}

/// A line of a shell, as far as examples use one.
enum ExampleLine {
    private static let id = "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"

    /// The arguments of each `clubs` in the line, with an id for each variable.
    static func commands(in line: String) -> [[String]] {
        let inner = line.matches(of: /\$\((.*?)\)/).map { words(of: String($0.1)) }
        return (inner + [words(of: line)]).flatMap { $0.split(separator: "|") }
            .map { Array($0.drop { $0.contains("=") && !$0.hasPrefix("-") }) }
            .filter { $0.first == "clubs" }
    }

    /// Words in the shell's sense; what stands behind two spaces or more explains the line.
    private static func words(of line: String) -> [String] {
        let typed = line.replacing(#/ {2,}.*/#, with: "").replacing(#/ [>#] .*/#, with: "")
            .replacing(/\$[A-Z_]+/, with: id)
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in typed {
            switch character {
            case "\"", "'":
                if quote == character { quote = nil } else if quote == nil { quote = character }
                word = word ?? ""
            case " " where quote == nil:
                words += [word].compactMap(\.self)
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }
}
