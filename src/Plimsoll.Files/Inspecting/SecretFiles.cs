using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// Files that hold secrets by their nature: private keys, settings of one machine, saved logins. They are left out of an index as a whole; what is public among them
/// (examples, public keys) is not.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Looked through for a sign; such files are short.</summary>
    private const int LookBytes = 64 * 1024;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk", ".git-credentials", ".pgpass", ".netrc", "_netrc", ".dockercfg", ".htpasswd", ".s3cfg", ".boto",
    };

    private static readonly string[] Suffixes = [".pem", ".ppk", ".p12", ".pfx", ".jks", ".keystore", ".kdbx"];

    private static readonly HashSet<string> PublicEnvironments = new(StringComparer.OrdinalIgnoreCase)
    {
        "example", "sample", "template", "tmpl", "tpl", "dist", "defaults", "default", "schema", "d.ts", "ts", "js", "mjs", "cjs", "py", "rb", "go", "md",
    };

    /// <summary>Whether a file is one of them.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="text">Its text, or the first part of it.</param>
    public static bool Is(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        // Most files end here: neither a name nor a first line like that of one of these.
        if (text.StartsWith("-----BEGIN "u8) && text[..Math.Min(text.Length, 64)].IndexOf("PRIVATE KEY"u8) >= 0)
        {
            return true;
        }

        var nameBytes = path[(path.LastIndexOf((byte)'/') + 1)..];
        if (nameBytes.Length > 64 || nameBytes.IsEmpty)
        {
            return false;
        }

        Span<char> chars = stackalloc char[64];
        if (Ascii.ToUtf16(nameBytes, chars, out var length) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        ReadOnlySpan<char> name = chars[..length];
        text = text[..Math.Min(text.Length, LookBytes)];
        return IsEnvironment(name) || Names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || HasSuffix(name)
            || (name.EndsWith(".key", StringComparison.OrdinalIgnoreCase) && text.IndexOf("PRIVATE KEY-----"u8) >= 0)
            || (name is "credentials" && path.IndexOf(".aws/"u8) >= 0)
            || (name is "config.json" && path.IndexOf(".docker/"u8) >= 0)
            || (name is "config" && path.IndexOf(".kube/"u8) >= 0)
            || (name is ".npmrc" or ".yarnrc.yml" or ".yarnrc" && HasLogin(text, "authtoken"u8, "_auth"u8, "_password"u8))
            || (name is ".pypirc" && HasLogin(text, "password"u8, "token"u8, "password"u8));
    }

    /// <summary>`.env`, `.env.local`; not `.env.example`.</summary>
    private static bool IsEnvironment(ReadOnlySpan<char> name)
    {
        if (name.Equals(".env", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!name.StartsWith(".env.", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var kind = name[5..];
        foreach (var part in kind.Split('.'))
        {
            if (PublicEnvironments.GetAlternateLookup<ReadOnlySpan<char>>().Contains(kind[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSuffix(ReadOnlySpan<char> name)
    {
        foreach (var suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line gives one of the names a value that is no variable.</summary>
    private static bool HasLogin(ReadOnlySpan<byte> text, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        Span<byte> folded = stackalloc byte[256];
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            var sign = line.IndexOfAny("=:"u8);
            sign = sign >= 0 && line[sign] == ':' && line.IndexOf((byte)'=') is var equals and > 0 ? equals : sign;
            if (sign <= 0 || line[0] is (byte)'#' or (byte)';')
            {
                continue;
            }

            var value = line[(sign + 1)..].Trim(" \t\"'"u8);
            var name = line[Math.Max(0, sign - folded.Length)..sign];
            for (var i = 0; i < name.Length; i++)
            {
                folded[i] = (byte)(name[i] is >= (byte)'A' and <= (byte)'Z' ? name[i] | 0x20 : name[i]);
            }

            ReadOnlySpan<byte> key = folded[..name.Length].TrimEnd(" \t"u8);
            if (value.Length > 0 && value[0] != '$' && (key.EndsWith(first) || key.EndsWith(second) || key.EndsWith(third)))
            {
                return true;
            }
        }

        return false;
    }
}
