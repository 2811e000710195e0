using System.Runtime.CompilerServices;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Services;
using Plimsoll.Services;

namespace Plimsoll.Cli.Commands;

/// <summary>What the merged settings say of the embedder, and of the servers that may be asked.</summary>
internal static class EmbedderSettings
{
    private const string KeyVariable = "PLIMSOLL_OPENAI_KEY";

    /// <summary>Other programs read it too, so it goes only where nobody can read along.</summary>
    private const string SharedKeyVariable = "OPENAI_API_KEY";

    /// <summary>Somebody waits for the answer to a search, and it can be given without the server.</summary>
    private const int SearchTimeoutSeconds = 10;

    /// <summary>Enough to ask once more.</summary>
    private static readonly TimeSpan SearchPatience = TimeSpan.FromSeconds(.6);

    /// <summary>Remembers what the user named, once a run has shown that it is the embedder of the index: a mistyped address is nobody's choice.</summary>
    public static void Remember(CommandContext context, SettingValues settings)
    {
        (EmbedderSpec? spec, bool isOwn) = Spec(context, settings);
        if (spec is not null && isOwn && NeedsTrust(context, spec)) TrustedPlaces.Add(context.Terminal, spec);
    }

    /// <summary>For a run of the indexer, which waits long for a server.</summary>
    public static EmbedderOptions ForIndex(CommandContext context, SettingValues settings)
    {
        (EmbedderSpec? spec, bool isOwn) = Spec(context, settings);
        if (spec is not null && !isOwn && spec.IsLocalServer) context.Say($"plimsoll: note: {settings.Get(SettingOptions.Embedder).Origin} names {spec}, which gets the text of the passages; it is on this machine");
        return Options(context, settings, spec, isOwn, setup => setup.Options = IndexService(settings));
    }

    /// <summary>For a search, which goes on without a server that is slow.</summary>
    public static EmbedderOptions ForSearch(CommandContext context, SettingValues settings)
    {
        (EmbedderSpec? spec, bool isOwn) = Spec(context, settings);
        return Options(context, settings, spec, isOwn, setup => setup.Options = SearchService(settings));
    }

    /// <summary>How a search asks a server.</summary>
    public static ServiceOptions SearchService(SettingValues settings) => new()
    {
        Timeout = Timeout(settings) ?? TimeSpan.FromSeconds(SearchTimeoutSeconds),
        Patience = SearchPatience,
    };

    private static ServiceOptions IndexService(SettingValues settings)
    {
        ServiceOptions service = new() { Patience = TimeSpan.FromSeconds(settings.Integer(SettingOptions.ServicePatience)) };
        return Timeout(settings) is TimeSpan given ? service with { Timeout = given } : service;
    }

    /// <summary>The key for a server that the user chose; null where there is none, or others could read it on its way.</summary>
    public static string? KeyFor(CommandContext context, ServiceAddress address)
    {
        if (context.Terminal.Variable(KeyVariable) is { Length: > 0 } own) return own.Trim();
        bool isPrivate = address.IsLoopback || address.Url.StartsWith("https://", StringComparison.Ordinal);
        return isPrivate && context.Terminal.Variable(SharedKeyVariable) is { Length: > 0 } shared ? shared.Trim() : null;
    }

    private static EmbedderOptions Options(CommandContext context, SettingValues settings, EmbedderSpec? given, bool isOwn, Action<ServiceSetup> service)
    {
        bool IsChosen(EmbedderSpec spec) => (isOwn && given is not null && TrustedPlaces.IsSame(given, spec)) || TrustedPlaces.Has(context.Terminal, spec);
        return new EmbedderOptions
        {
            Spec = given,
            PassagePrefix = settings.TextOrNull(SettingOptions.PassagePrefix),
            QueryPrefix = settings.TextOrNull(SettingOptions.QueryPrefix),
            TextBytes = settings.IsGiven(SettingOptions.PassageBytes) ? settings.Integer(SettingOptions.PassageBytes) : null,
            MayUse = spec => spec.IsLocalServer || IsChosen(spec),
            Service = setup =>
            {
                service(setup);
                setup.Options = setup.Options with { KeyOf = address => IsChosen(new EmbedderSpec(EmbedderKind.OpenAi, address.Url, null)) ? KeyFor(context, address) : null };
            },
        };
    }

    /// <summary>A server on this machine may be used anyway, but it gets a key only if the user has named it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // so that a run without a server loads nothing of what asks one
    private static bool NeedsTrust(CommandContext context, EmbedderSpec spec) =>
        !spec.IsLocalServer || KeyFor(context, new ServiceAddress(spec.Place, null)) is not null;

    private static TimeSpan? Timeout(SettingValues settings) =>
        settings.IsGiven(SettingOptions.ServiceTimeout) ? TimeSpan.FromSeconds(settings.Integer(SettingOptions.ServiceTimeout)) : null;

    /// <summary>The embedder that is named, if one is, and whether the user named it rather than a plimsoll.json that may have come with a repository. A folder that was typed starts at the current one.</summary>
    private static (EmbedderSpec? Spec, bool IsOwn) Spec(CommandContext context, SettingValues settings)
    {
        SettingValue value = settings.Get(SettingOptions.Embedder);
        if (value.Text.Length == 0) return (null, false);
        EmbedderSpec spec = EmbedderSpec.Parse(value.Text, out string? fault) ?? throw CliException.Usage($"embedder ({value.Origin}): {fault}");
        if (spec.Kind == EmbedderKind.Onnx) spec = spec with { Place = context.Absolute(spec.Place) };
        return (spec, settings.IsOwn(SettingOptions.Embedder));
    }
}
