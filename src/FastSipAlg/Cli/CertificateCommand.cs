// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Certificates;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Hosting;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg certificate</c>: the certificate store, and who uses what it holds.</summary>
internal static class CertificateCommand
{
    public static Command Create() => new("certificate", "Put certificates into the certificate store, look at them, take them out.")
    {
        Import(),
        List(),
        Show(),
        Delete(),
    };

    private static Command Import()
    {
        var place = new Place();
        var name = new Option<string>("--name") { Description = "What VoIP profiles will call it.", Required = true };
        var certificate = new Option<string>("--cert") { Description = "PEM (intermediates may follow), DER or PKCS#12.", HelpName = "FILE", Required = true };
        var key = new Option<string?>("--key") { Description = "The private key, PEM or DER; not needed when --cert holds it.", HelpName = "FILE" };
        var password = new Option<string?>("--password-file") { Description = "Its first line opens the key, or the PKCS#12 file.", HelpName = "FILE" };
        var comment = new Option<string?>("--comment") { Description = "A note for whoever reads the list." };
        var replace = new Option<bool>("--replace") { Description = "Take the place of a certificate of the same name." };
        var command = new Command("import", "Check a certificate with its key and keep both in the certificate store.") { name, certificate, key, password, comment, replace };
        place.AddTo(command);
        command.SetAction(result =>
        {
            var catalogue = place.Open(result);
            var import = new CertificateImport(
                result.GetValue(name)!,
                Path.GetFullPath(result.GetValue(certificate)!),
                FullPath(result.GetValue(key)),
                FullPath(result.GetValue(password)),
                result.GetValue(comment),
                result.GetValue(replace));
            var stored = import.Store(catalogue.Directory, catalogue.Authorities, TimeProvider.System, out var problems);
            Report(problems);
            if (stored is null)
            {
                return ExitCode.ConfigurationError;
            }

            if (catalogue.IsHidden(stored.Name))
            {
                Console.Error.WriteLine($"certificate import --name: warning: the configuration has an entry `{stored.Name}` with a file of its own, which counts");
            }

            CertificateText.WriteOne(Console.Out, stored, catalogue.UsersOf(stored.Name), TimeProvider.System.GetUtcNow());
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var place = new Place();
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("list", "Everything that a VoIP profile may name: the certificate store's and the configuration's own.") { format };
        place.AddTo(command);
        command.SetAction(result =>
        {
            var catalogue = place.Open(result);
            var certificates = catalogue.Read(out var problems);
            Report(problems.Where(problem => problem.IsError));
            if (result.GetValue(format) == "json")
            {
                using var output = Console.OpenStandardOutput();
                CertificateJson.Write(output, certificates, catalogue.UsersOf);
            }
            else
            {
                CertificateText.WriteTable(Console.Out, certificates, catalogue.UsersOf, TimeProvider.System.GetUtcNow());
            }

            return problems.Any(problem => problem.IsError) ? ExitCode.ConfigurationError : ExitCode.Ok;
        });
        return command;
    }

    private static Command Show()
    {
        var place = new Place();
        var name = new Argument<string>("name") { HelpName = "NAME" };
        var command = new Command("show", "All about one certificate; never its key.") { name };
        place.AddTo(command);
        command.SetAction(result =>
        {
            var catalogue = place.Open(result);
            var certificates = catalogue.Read(out var problems);
            var wanted = result.GetValue(name)!;
            if (certificates.FirstOrDefault(facts => facts.Name == wanted) is { } found)
            {
                Report(problems.Where(problem => problem.Path == "vpn certificate local " + wanted));
                CertificateText.WriteOne(Console.Out, found, catalogue.UsersOf(wanted), TimeProvider.System.GetUtcNow());
                return ExitCode.Ok;
            }

            Report(problems.Where(problem => problem.IsError));
            Console.Error.WriteLine($"certificate show: there is no certificate `{wanted}`{NearestWord.Hint(wanted, [.. certificates.Select(facts => facts.Name)])}");
            return ExitCode.ConfigurationError;
        });
        return command;
    }

    private static Command Delete()
    {
        var place = new Place();
        var name = new Argument<string>("name") { HelpName = "NAME" };
        var command = new Command("delete", "Take a certificate that nobody uses out of the certificate store.") { name };
        place.AddTo(command);
        command.SetAction(result =>
        {
            var catalogue = place.Open(result);
            var unwanted = result.GetValue(name)!;
            var users = catalogue.UsersOf(unwanted);
            var sentence = users.Count > 0 ? $"`{unwanted}` is used: {string.Join(", ", users)}"
                : catalogue.IsUncertain ? "the configuration has errors, so it may use what it does not seem to: `fastsipalg check` says which"
                : CertificateImport.TryDelete(catalogue.Directory, unwanted, out var fault) ? null
                : fault;
            if (sentence is null)
            {
                return ExitCode.Ok;
            }

            Console.Error.WriteLine($"certificate delete: {sentence}");
            return ExitCode.ConfigurationError;
        });
        return command;
    }

    private static void Report(IEnumerable<OptionProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"{problem.Path} {problem.Option}: {(problem.IsError ? "" : "warning: ")}{problem.Sentence}");
        }
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    /// <summary>Where the store is and who uses it, the same for all four.</summary>
    private sealed class Place
    {
        private readonly Option<string> _config = ConfigOption.Create();

        private readonly Option<string?> _store = new("--store")
        {
            Description = "The certificate store; default: what the configuration's certificate-store says, else the directory `certificates` beside the configuration.",
            HelpName = "DIRECTORY",
        };

        public void AddTo(Command command)
        {
            command.Add(_config);
            command.Add(_store);
        }

        public CertificateCatalogue Open(ParseResult result) => CertificateCatalogue.Open(result.GetValue(_config)!, result.GetValue(_store));
    }
}
