//! Where caches are written: what may be replaced, what stays open, what is left behind.

use leontief::read::CachedWorld;
use leontief::write;

use crate::dressed::small;
use crate::published::{Folder, assert_placed};
use crate::same::{assert_same, assert_views};

fn names(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.as_ref()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
#[cfg(unix)]
fn a_new_cache_takes_the_place_of_an_old_one_which_open_maps_keep() {
    let folder = Folder::new();
    let path = folder.as_ref().join("world.cache");
    let (old, new) = (small(1), small(2));
    write::cache(&path, &old).unwrap();
    let cached = CachedWorld::open(&path).unwrap();
    write::cache(&path, &new).unwrap();
    assert_views(&cached, &old);
    assert_same(&cached.table().unwrap(), &old);
    assert_same(&CachedWorld::open(&path).unwrap().table().unwrap(), &new);
    assert_eq!(names(&folder), ["world.cache"]);
}

#[test]
fn a_file_that_is_no_cache_is_not_written_over() {
    let folder = Folder::new();
    let path = folder.put("ICIO2021_2018.csv", "the only copy");
    let error = write::cache(&path, &small(1)).unwrap_err();
    assert_placed(&error, &path, None, &["no cached table", "another name"]);
    assert_eq!(std::fs::read(&path).unwrap(), b"the only copy");
    assert_eq!(names(&folder).len(), 1);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let path = folder.as_ref().join("no such folder").join("world.cache");
    let error = write::cache(&path, &small(1)).unwrap_err();
    assert_placed(&error, &path, None, &[]);
    let error = write::cache(folder.as_ref(), &small(1)).unwrap_err();
    assert!(error.is_io(), "{error}");
    assert!(names(&folder).is_empty());
}
