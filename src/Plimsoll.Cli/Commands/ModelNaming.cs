using System.Globalization;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Services;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Cli.Commands;

/// <summary>What the options of `unminify` say of the model that names. The server is named by the user alone, by an option or the environment: what is un-minified is sent there.</summary>
internal static class ModelNaming
{
    public const string DryRunName = "dry-run";

    private const string NamerName = "namer";
    private const string BaseUrlName = "base-url";
    private const string ModelName = "model";
    private const string OnFailureName = "on-failure";
    private const string RequestsName = "requests";
    private const string PriceInName = "price-in";
    private const string PriceOutName = "price-out";
    private const string MaxPriceName = "max-price";
    private const string YesName = "yes";
    private const string Builtin = "builtin";
    private const string OpenAi = "openai";
    private const string Stop = "stop";
    private const string BaseUrlVariable = "OPENAI_BASE_URL";
    private const string DefaultUrl = "https://api.openai.com/v1";

    /// <summary>From here on people are asked, since they may not know how much there is in a file.</summary>
    private const int IdentifiersToAsk = 1000;

    private static readonly TimeSpan BusyPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan GonePatience = TimeSpan.FromSeconds(20);

    public static OptionSpec[] Options =>
    [
        new(NamerName, ValueKind.Choice, "Who names: the table that comes with the program, or a model of a server with OpenAI's chat interface, which is sent the code.")
        {
            ValueName = "NAME", Choices = [Builtin, OpenAi], Default = Builtin, Guesses = ["provider", "llm", "ai"],
        },
        new(BaseUrlName, ValueKind.Text, $"The server; {BaseUrlVariable}, else {DefaultUrl} when not given. Its key is read from OPENAI_API_KEY (or PLIMSOLL_OPENAI_KEY).")
        {
            ValueName = "URL", Rule = static text => ServiceAddress.Parse(text, out string? fault) is null ? fault : null, Guesses = ["baseurl", "url", "api-base", "endpoint", "server"],
        },
        new(ModelName, ValueKind.Text, "The model, as the server calls it.") { ValueName = "NAME" },
        new(DryRunName, ValueKind.Switch, "Tell how many identifiers, requests and tokens there are, the price and the memory, and do nothing.") { Letter = 'n', Guesses = ["estimate", "plan"] },
        new(PriceInName, ValueKind.Number, "What a million tokens of questions cost.") { ValueName = "P" },
        new(PriceOutName, ValueKind.Number, "What a million tokens of answers cost.") { ValueName = "P" },
        new(MaxPriceName, ValueKind.Number, "Ask before more than this is spent; without a terminal, refuse.") { ValueName = "P", Guesses = ["max-cost", "budget"] },
        new(YesName, ValueKind.Switch, "Do not ask.") { Letter = 'y' },
        new(RequestsName, ValueKind.Integer, "Requests at a time at most; fewer while the server is busy. Changes time, never the output.")
        {
            ValueName = "N", Default = ModelOptions.RequestsDefault.ToString(CultureInfo.InvariantCulture), Range = (1, 64), Guesses = ["concurrency", "parallel", "jobs"],
        },
        new(OnFailureName, ValueKind.Choice, "When the server is away for good: stop, so that the same command goes on later, or take the builtin names for the rest.")
        {
            ValueName = "WHAT", Choices = [Stop, Builtin], Default = Stop,
        },
        SettingOptions.Answers, SettingOptions.ServiceTimeout, SettingOptions.ServicePatience,
    ];

    /// <summary>Where answers are kept.</summary>
    /// <exception cref="CliException">A plimsoll.json that may have come with a repository says where, or nothing does.</exception>
    public static string AnswersFolder(CommandContext context, SettingValues settings)
    {
        SettingValue given = settings.Get(SettingOptions.Answers);
        if (given.Text.Length > 0)
        {
            return settings.IsOwn(SettingOptions.Answers)
                ? context.Absolute(given.Text)
                : throw CliException.Usage($"{given.Origin}: only you say where answers are kept: by --{SettingOptions.Answers.Name}, {SettingOptions.Answers.Variable} or your own plimsoll.json");
        }
        string? cache = context.Terminal.Variable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) && (context.Terminal.Variable("HOME") ?? context.Terminal.Variable("USERPROFILE")) is { Length: > 0 } home) cache = Path.Join(home, ".cache");
        return string.IsNullOrEmpty(cache) ? throw CliException.Usage("no home folder to keep answers in; name a folder with --answers") : Path.GetFullPath(Path.Join(cache, "plimsoll", "answers"));
    }

    /// <summary>The model that is to name; null for the builtin namer.</summary>
    /// <exception cref="CliException">Options are missing or do not go together.</exception>
    public static ModelOptions? Read(CommandContext context, SettingValues settings, ProgressPrinter progress)
    {
        ParsedArguments arguments = context.Arguments;
        if ((arguments.Last(NamerName) ?? Builtin) == Builtin)
        {
            string[] others = [BaseUrlName, ModelName, PriceInName, PriceOutName, MaxPriceName, RequestsName, OnFailureName];
            return Array.Find(others, arguments.Has) is { } other ? throw CliException.Usage($"--{other} goes with --{NamerName} {OpenAi}") : null;
        }
        double? priceIn = Price(arguments, PriceInName), priceOut = Price(arguments, PriceOutName), most = Price(arguments, MaxPriceName);
        if (most is not null && priceIn is null && priceOut is null) throw CliException.Usage($"--{MaxPriceName} needs --{PriceInName} and --{PriceOutName}: what a million tokens cost");
        ServiceAddress address = Address(context);
        return new ModelOptions
        {
            Address = address,
            Service = Service(context, settings),
            RequestsMax = ParsedArguments.Integer(arguments.Last(RequestsName) ?? ModelOptions.RequestsDefault.ToString(CultureInfo.InvariantCulture)),
            AnswersFolder = AnswersFolder(context, settings),
            FallsBack = arguments.Last(OnFailureName) == Builtin,
            PriceIn = priceIn,
            PriceOut = priceOut,
            Approve = arguments.Has(YesName) || (most is null && !context.Terminal.IsInTerminal) ? null : Approval(context, most, progress),
        };
    }

    private static double? Price(ParsedArguments arguments, string name)
    {
        if (arguments.Last(name) is not { } text) return null;
        double price = ParsedArguments.Number(text);
        return price >= 0 ? price : throw CliException.Usage($"--{name}: found {text}, expected 0 or more");
    }

    private static ServiceAddress Address(CommandContext context)
    {
        string? typed = context.Arguments.Last(BaseUrlName);
        string url = typed ?? (context.Terminal.Variable(BaseUrlVariable) is { Length: > 0 } variable ? variable.Trim() : DefaultUrl);
        ServiceAddress address = ServiceAddress.Parse(url, out string? fault) ?? throw CliException.Usage($"{(typed is null ? BaseUrlVariable : "--" + BaseUrlName)}: {fault}");
        address = address with { Model = context.Arguments.Last(ModelName) ?? address.Model };
        if (address.Model is null) throw CliException.Usage($"--{NamerName} {OpenAi} needs --{ModelName} NAME: which model of {address.Origin} is to name?");
        if (!address.IsLoopback && address.Url.StartsWith("http://", StringComparison.Ordinal))
        {
            context.Say($"plimsoll: warning: {address.Origin} is asked without TLS, so others on the way can read the code; OPENAI_API_KEY is not sent there. Use https if it has it");
        }
        return address;
    }

    private static ServiceOptions Service(CommandContext context, SettingValues settings)
    {
        ServiceOptions service = new() { Patience = BusyPatience, UnreachablePatience = GonePatience, KeyOf = address => EmbedderSettings.KeyFor(context, address) };
        if (settings.IsGiven(SettingOptions.ServiceTimeout)) service = service with { Timeout = TimeSpan.FromSeconds(settings.Integer(SettingOptions.ServiceTimeout)) };
        if (!settings.IsGiven(SettingOptions.ServicePatience)) return service;
        return service with { Patience = TimeSpan.FromSeconds(settings.Integer(SettingOptions.ServicePatience)), UnreachablePatience = null };
    }

    /// <summary>Asks people about a file with many names, and about more money than they said.</summary>
    private static Action<ModelEstimate> Approval(CommandContext context, double? most, ProgressPrinter progress)
    {
        double sum = 0;
        return estimate =>
        {
            sum += estimate.Price ?? 0;
            bool isDear = sum > most;
            if (estimate.Batches == estimate.BatchesAnswered || (!isDear && estimate.Identifiers <= IdentifiersToAsk)) return;
            string what = ModelFigures.Describe(estimate);
            if (!context.Terminal.IsInTerminal)
            {
                if (isDear) throw new CliException(ExitCode.No, $"{what}; with the files before that is more than --{MaxPriceName} {ModelFigures.Money(most!.Value)}; nothing was sent for it. Allow more, or give --{YesName}");
                return;
            }
            if (!progress.Confirm($"{what}. Go on?")) throw new CliException(ExitCode.No, $"nothing was sent for {estimate.Input}");
        };
    }
}
