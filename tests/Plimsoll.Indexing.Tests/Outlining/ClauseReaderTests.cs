namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class ClauseReaderTests
{
    [Fact]
    public void Scan_Haskell_FindsDeclarationsWithTheirEquations()
    {
        Scanned scanned = Scanned.Of("haskell", """
            {-# LANGUAGE LambdaCase #-}
            {- | A module.
               nothing :: Int {- nested -}
            -}
            module Data.Box
              ( Box(..)
              , open
              ) where

            import qualified Data.Map as M

            -- | A box.
            data (Ord a) => Box a = Box
              { boxName :: String -- ^ its name
              , boxSize :: Int
              }
              | Empty
              deriving (Eq)

            type Name = String

            -- | Opens it.
            open :: Box a
                 -> Maybe a
            open (Box n _) = go n
              where
                go :: String -> Maybe a
                go _ = Nothing
            open Empty = Nothing

            (<+>) :: Box a -> Box a -> Box a
            a <+> _ = a

            class Monad m => Opens m where
              opened :: m Bool

            instance Opens IO where
              opened = pure True
            close b = b
            """);
        Assert.Equal(
            [
                "Struct Box 13-18", "EnumMember Box 13-13 <Box", "Field boxName 14-14 <Box", "Field boxSize 15-15 <Box", "EnumMember Empty 17-17 <Box", "Type Name 20-20",
                "Function open 23-29", "Function <+> 31-31", "Function a 32-32", "Trait Opens 34-35", "Method opened 35-35 <Opens", "Class Opens 37-38", "Function close 39-39",
            ],
            scanned.Definitions());
        Assert.Equal(22, scanned.Lead("open"));
        scanned.AssertWellFormed();
        scanned.AssertTiles();
    }

    [Theory]
    [InlineData("{- never closed\nopen :: Int\n")]
    [InlineData("data\n")]
    [InlineData("data (\nclass =>\ninstance\n(\n()\n:: x\n")]
    [InlineData("'\n--\n-- \n-->x\n{-\n")]
    public void Scan_HaskellBroken_IsWellFormed(string text)
    {
        Scanned scanned = Scanned.Of("haskell", text);
        scanned.AssertWellFormed();
        scanned.AssertTiles();
    }
}
