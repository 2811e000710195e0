using System.Text;

namespace Plimsoll.Files;

/// <content>What git's own files say: which files are ignored, and which are tracked and therefore not.</content>
public sealed partial class TreeWatcher
{
    // Files that are ignored and tracked all the same are a handful in any repository; beyond this a walk finds out.
    private const int MostKept = 10_000;

    private readonly Dictionary<int, List<FileRole>> _files = [];
    private readonly Dictionary<string, WatchedRepository> _repositories = new(StringComparer.Ordinal);
    private readonly HashSet<byte[]> _kept = new(ByteStringComparer.Instance);
    private bool _isKeptWhole = true;

    /// <summary>A walk of the whole tree begins; it will tell everything anew.</summary>
    public void BeginWhole()
    {
        lock (_gate)
        {
            _folders.BeginRound();
            _files.Clear();
            _repositories.Clear();
            _kept.Clear();
            _isKeptWhole = true;
        }
    }

    /// <summary>The walk of the whole tree has come to its end: folders that it has not entered are no longer watched.</summary>
    public void EndWhole()
    {
        lock (_gate)
        {
            Remove_NeedsLock(_folders.EndRound());
        }
    }

    /// <summary>A walk of some places begins; it will tell anew what is there.</summary>
    public void BeginPart(WalkTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        lock (_gate)
        {
            _kept.RemoveWhere(path => targets.Covers(path));
        }
    }

    /// <summary>Finds, after a change of a repository's index, what must be looked at: what is ignored and now tracked, and what was kept for being tracked and is no more.</summary>
    /// <param name="workTree">One of <see cref="TreeChanges.Repositories"/>.</param>
    /// <param name="ignored">What is left out as ignored, each with whether it is a folder, in the order of a walk.</param>
    /// <param name="changes">Receives the places.</param>
    public void FindTrackingChanges(string workTree, IEnumerable<(byte[] Path, bool IsFolder)> ignored, TreeChanges changes)
    {
        ArgumentNullException.ThrowIfNull(ignored);
        ArgumentNullException.ThrowIfNull(changes);
        lock (_gate)
        {
            if (!_repositories.TryGetValue(workTree, out var repository) || !_isKeptWhole)
            {
                changes.AddWhole("git tracks other files than before");
                return;
            }

            using (var asked = new AscendingTracked(repository))
            {
                foreach (var (path, isFolder) in ignored)
                {
                    if (asked.Has(path, isFolder))
                    {
                        changes.Add(path);
                    }
                }
            }

            byte[][] kept = [.. _kept];
            Array.Sort(kept, ByteStringComparer.Instance);
            using var again = new AscendingTracked(repository);
            foreach (var path in kept)
            {
                if (repository.Translate(path).Length > 0 && !again.Has(path, isFolder: false))
                {
                    changes.Add(path);
                }
            }
        }
    }

    /// <summary>A walk is in the work tree of a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">The work tree relative to the root; empty where it is the root or above it.</param>
    internal void MeetRepository(GitRepository repository, ReadOnlySpan<byte> folder)
    {
        lock (_gate)
        {
            if (_repositories.ContainsKey(repository.WorkTree) || Failure is not null)
            {
                return;
            }

            var met = new WatchedRepository(repository, _root, folder.ToArray(), _environment);
            _repositories.Add(repository.WorkTree, met);
            foreach (var (path, kind) in met.Files())
            {
                WatchFile_NeedsLock(path, new FileRole([], kind, met, met.Folder));
            }

            foreach (var path in IgnoreFilesAbove(repository))
            {
                WatchFile_NeedsLock(path, new FileRole([], WatchedFileKind.IgnoreFile, met, []));
            }
        }
    }

    /// <summary>A walk has met an entry ".git"; where it is no repository yet, it may become one.</summary>
    internal void MeetGitFolder(ReadOnlySpan<byte> folder)
    {
        if (!System.Text.Unicode.Utf8.IsValid(folder))
        {
            return;
        }

        lock (_gate)
        {
            var path = folder.IsEmpty ? _root : Path.Combine(_root, Encoding.UTF8.GetString(folder));
            if (!_repositories.ContainsKey(path) && Failure is null && Directory.Exists(Path.Combine(path, ".git")))
            {
                WatchFile_NeedsLock(Path.Combine(path, ".git", "HEAD"), new FileRole([], WatchedFileKind.GitHead, null, folder.ToArray()));
            }
        }
    }

    /// <summary>A walk takes a file, or enters a folder, only because git tracks it.</summary>
    internal void KeptByTracking(ReadOnlySpan<byte> path)
    {
        lock (_gate)
        {
            _isKeptWhole &= _kept.Count < MostKept;
            if (_isKeptWhole)
            {
                _kept.Add(path.ToArray());
            }
        }
    }

    /// <summary>The ignore files in the folders from a work tree down to the root, which is not one of them.</summary>
    private IEnumerable<string> IgnoreFilesAbove(GitRepository repository)
    {
        for (var folder = Path.GetDirectoryName(_root); folder is not null && folder.StartsWith(repository.WorkTree, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder))
        {
            foreach (var name in _ignoreNames)
            {
                yield return Path.Combine(folder, Encoding.UTF8.GetString(name));
            }
        }
    }

    /// <summary>Watches the folder of a file, or the nearest one above it that is there, in which the missing one would come.</summary>
    private void WatchFile_NeedsLock(string path, FileRole role)
    {
        var name = Path.GetFileName(path);
        for (var folder = Path.GetDirectoryName(path); folder is not null; (name, folder) = (Path.GetFileName(folder), Path.GetDirectoryName(folder)))
        {
            if (!Directory.Exists(folder))
            {
                continue;
            }

            var watch = _inotify.Add(folder);
            if (watch < 0)
            {
                // Full up: the walk meets the same and gives up as a whole. Not allowed: nobody can change it unseen who could be seen.
                return;
            }

            if (!_files.TryGetValue(watch, out var roles))
            {
                _files.Add(watch, roles = []);
            }

            roles.Add(role with { Name = Encoding.UTF8.GetBytes(name) });
            return;
        }
    }

    private void TakeFile_NeedsLock(TreeChanges changes, int watch, ReadOnlySpan<byte> name)
    {
        if (!_files.TryGetValue(watch, out var roles))
        {
            return;
        }

        foreach (var role in roles)
        {
            if (!name.SequenceEqual(role.Name))
            {
                continue;
            }

            switch (role.Kind)
            {
                case WatchedFileKind.GitIndex:
                    changes.AddRepository(role.Repository!.WorkTree);
                    break;
                case WatchedFileKind.GitHead:
                    if (role.Repository?.IsGone() ?? IsRepository(role.Folder))
                    {
                        AddFolder(changes, role.Folder, "a git repository came or went");
                    }

                    break;
                case WatchedFileKind.GitConfig:
                    if (role.Repository!.HasOtherConfig())
                    {
                        changes.AddWhole("git's settings have changed");
                    }

                    break;
                default:
                    AddFolder(changes, role.Folder, "rules of what is ignored have changed");
                    break;
            }
        }
    }

    private bool IsRepository(byte[] folder) => GitRepository.TryOpen(Path.Combine(_root, Encoding.UTF8.GetString(folder))) is not null;

    private sealed record FileRole(byte[] Name, WatchedFileKind Kind, WatchedRepository? Repository, byte[] Folder);

    /// <summary>Asks a git index in any order: it is read on for ascending questions and anew for others.</summary>
    private sealed class AscendingTracked(WatchedRepository repository) : IDisposable
    {
        private TrackedFiles? _tracked;
        private byte[] _last = [];

        public bool Has(byte[] path, bool isFolder)
        {
            var asked = repository.Translate(path);
            if (asked.Length == 0)
            {
                return false;
            }

            byte[] key = isFolder ? [.. asked, (byte)'/'] : asked;
            if (_tracked is null || key.AsSpan().SequenceCompareTo(_last) < 0)
            {
                _tracked?.Dispose();
                _tracked = repository.OpenTracked();
            }

            _last = key;
            if (!isFolder)
            {
                return _tracked.HasFile(asked) || _tracked.HasGitLink(asked);
            }

            return _tracked.HasGitLink(asked) || _tracked.HasBelow(key);
        }

        public void Dispose() => _tracked?.Dispose();
    }
}
