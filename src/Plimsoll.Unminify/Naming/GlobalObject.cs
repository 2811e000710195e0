using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What a script does to the global object other than by its own names. Names at the top level of a script are properties of it: a new one must not be one that the host has (`location`, `open`, `name`), nor one that
/// the script uses there (`window.start`), and an old one stays where the script may reach it as a property, or through code in strings.
/// </summary>
internal sealed class GlobalObject
{
    /// <summary>Properties that browsers, workers and node have there, of those that a name may come to be.</summary>
    private static readonly HashSet<string> HostNames = new(
        ("addEventListener alert atob blur btoa caches cancelAnimationFrame cancelIdleCallback captureEvents chrome clearImmediate clearInterval clearTimeout clientInformation close closed confirm console cookieStore "
        + "createImageBitmap credentialless crypto customElements devicePixelRatio dispatchEvent document documentPictureInPicture event external fetch fence find focus frameElement frames getComputedStyle getSelection global "
        + "globalThis history importScripts indexedDB innerHeight innerWidth isSecureContext launchQueue length location locationbar localStorage matchMedia menubar module moveBy moveTo name navigation navigator open "
        + "opener origin originAgentCluster outerHeight outerWidth pageXOffset pageYOffset parent performance personalbar postMessage print process prompt queueMicrotask releaseEvents removeEventListener reportError "
        + "requestAnimationFrame requestIdleCallback require resizeBy resizeTo scheduler screen screenLeft screenTop screenX screenY scroll scrollBy scrollTo scrollX scrollY scrollbars self sessionStorage setImmediate "
        + "setInterval setTimeout sharedStorage speechSynthesis status statusbar stop structuredClone styleMedia toolbar top trustedTypes viewport visualViewport window exports escape unescape decodeURI decodeURIComponent encodeURI "
        + "encodeURIComponent isFinite isNaN parseFloat parseInt constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ "
        + "Array ArrayBuffer Atomics AbortController BigInt Blob Boolean Buffer Cache Comment DataView Date Document DOMParser Element Error Event EventTarget File FileReader FinalizationRegistry FormData Function Headers History "
        + "Image Intl Iterator JSON Location Map Math Node Notification Number Object Option Performance Plugin Promise Proxy Range ReadableStream Reflect RegExp Request Response Selection Set Storage String Symbol Text "
        + "TextDecoder TextEncoder Touch URL WeakMap WeakRef WeakSet WebAssembly WebSocket Window Worker XMLHttpRequest").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Roots = new(StringComparer.Ordinal) { "window", "self", "globalThis", "global", "top", "parent", "frames" };

    private readonly ScopeTables _tables;
    private readonly HashSet<string> _properties = new(StringComparer.Ordinal);

    private GlobalObject(ScopeTables tables) => _tables = tables;

    /// <summary>Whether code in strings is run at the top level: `(0, eval)(…)`, `new Function(…)`. It may use every name there.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Reads a program.</summary>
    public static GlobalObject Read(ScopeTables tables)
    {
        GlobalObject global = new(tables);
        if (tables.Goal != SourceGoal.Script || !HasNamesThere(tables)) return global;
        Dictionary<int, string> roots = global.FindRoots();
        for (int i = 0; roots.Count > 0 && i < tables.Occurrences.Count; i++)
        {
            ref Occurrence one = ref tables.Occurrences[i];
            if (roots.TryGetValue(one.Symbol, out string? root)) global.See(root, one.Offset + IdentifierText.LengthAt(tables.Source, one.Offset));
        }

        global.SeeThis();
        return global;
    }

    /// <summary>Whether a name is one that the host has there, or that the script uses as a property.</summary>
    public bool Has(string name) => HostNames.Contains(name) || _properties.Contains(name);

    /// <summary>Whether the script uses a name as a property.</summary>
    public bool IsReached(string name) => _properties.Contains(name);

    private static bool HasNamesThere(ScopeTables tables)
    {
        for (int symbol = tables.Scopes[0].FirstSymbol; symbol >= 0; symbol = tables.Symbols[symbol].Next)
        {
            if (tables.Symbols[symbol].Flags.HasFlag(SymbolFlags.Global)) return true;
        }

        return false;
    }

    private Dictionary<int, string> FindRoots()
    {
        Dictionary<int, string> roots = [];
        for (int symbol = 0; symbol < _tables.Symbols.Count; symbol++)
        {
            ref Symbol one = ref _tables.Symbols[symbol];
            if (one.Kind != SymbolKind.Free || _tables.Names[one.Name].Length > 10) continue;
            string name = _tables.Names.GetString(one.Name);
            if (Roots.Contains(name) || name is "eval" or "Function") roots[symbol] = name;
        }

        return roots;
    }

    private void See(string root, int end)
    {
        while (_tables.Source.At(end) is (byte)' ' or (byte)'\n') end++;
        byte next = _tables.Source.At(end);
        if (root == "eval") IsOpen |= next != '(';
        else if (root == "Function") IsOpen |= next == '(' && !AsksForTheGlobalObject(end + 1);
        else SeeProperty(end);
    }

    /// <summary>`Function("return this")()`, by which libraries find the global object, uses no names.</summary>
    private bool AsksForTheGlobalObject(int at)
    {
        ReadOnlySpan<byte> rest = _tables.Source.Slice(at, Math.Min(_tables.Source.Length, at + 16));
        return rest.Length > 1 && rest[0] is (byte)'"' or (byte)'\'' && rest[1..].StartsWith("return this"u8);
    }

    /// <summary>Functions that are called without an object have the global one as theirs, so any `this` may be it.</summary>
    private void SeeThis()
    {
        ReadOnlySpan<byte> text = _tables.Source.Span;
        for (int at = 0; text[at..].IndexOf("this"u8) is var found && found >= 0;)
        {
            at += found + "this".Length;
            SeeProperty(at);
        }
    }

    /// <summary>Takes the property that is read or written at an offset: `.name`, `?.name`, `["name"]`.</summary>
    private void SeeProperty(int at)
    {
        if (_tables.Source.At(at) == '?') at++;
        byte mark = _tables.Source.At(at);
        if (mark is not ((byte)'.' or (byte)'[')) return;
        at++;
        if (mark == '[' && _tables.Source.At(at) is (byte)'"' or (byte)'\'') at++;
        int length = IdentifierText.LengthAt(_tables.Source, at);
        if (length is > 0 and < 64) _properties.Add(Encoding.UTF8.GetString(_tables.Source.Slice(at, at + length)));
    }
}
